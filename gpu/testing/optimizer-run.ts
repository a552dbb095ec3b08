import { sizeOf } from '../graph/tensor.ts';
import { squaredError } from '../losses/squared-error.ts';
import type { GuardFinding } from '../optimizers/guard.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { ReportField } from '../optimizers/report.ts';
import { rowsOf, type DenseNetwork } from './dense-network.ts';
import { testDevice } from './device.ts';
import { modelOf, trainCase } from './training-case.ts';

/** Full-batch training of a small tanh network by squared error, on random data. */
export interface OptimizerRun {
  readonly optimizer: Optimizer;
  readonly steps: number;
  /** Inputs, hidden widths, outputs. */
  readonly widths: readonly number[];
  readonly cases: number;
  readonly seed: number;
  /** 1-based step at which the inputs are NaN, for that step alone. */
  readonly poisonedStep?: number;
}

export interface OptimizerResult {
  readonly network: DenseNetwork;
  readonly inputs: readonly number[][];
  readonly targets: readonly number[][];
  /** After each step, the weights of all layers, `[inputs + 1, outputs]` row-major. */
  readonly weights: readonly (readonly Float32Array[])[];
  readonly reports: readonly Readonly<Record<ReportField, number>>[];
  readonly finding: GuardFinding | null;
}

/** Trains the network and gathers what a float64 reference needs to do the same. */
export async function runOptimizer(problem: OptimizerRun): Promise<OptimizerResult> {
  const { widths, seed, steps } = problem;
  const trainingCase = { ...problem, activation: 'tanh', loss: squaredError } as const;
  const model = modelOf(trainingCase);
  const trained = await trainCase(await testDevice(), trainingCase);
  const last = trained[steps - 1]!;
  const weightsIn = (flat: Float32Array): Float32Array[] =>
    model.layout.slices.map(({ shape, offset }) => flat.slice(offset, offset + sizeOf(shape)));
  return {
    network: { activation: 'tanh', weights: weightsIn(model.initialise(seed)).map((flat, layer) => rowsOf(flat, widths[layer + 1]!)) },
    inputs: rowsOf(last.variables.get('inputs')!, widths[0]!),
    targets: rowsOf(last.variables.get('targets')!, widths.at(-1)!),
    weights: trained.map(({ variables }) => weightsIn(variables.get('parameters')!)),
    reports: trained.map(({ report }) => report),
    finding: last.finding,
  };
}
