import { compile } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import { State } from '../graph/state.ts';
import { squaredError } from '../losses/squared-error.ts';
import { activation } from '../nn/activation.ts';
import { dense } from '../nn/dense.ts';
import { sequential } from '../nn/sequential.ts';
import { advance } from '../ops/counter.ts';
import { mean } from '../ops/reduce.ts';
import { Guard, type GuardFinding } from '../optimizers/guard.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { Report, REPORT_FIELDS, type ReportField } from '../optimizers/report.ts';
import { readOnce } from '../runtime/readback.ts';
import { rowsOf, type DenseNetwork } from './dense-network.ts';
import { testDevice } from './device.ts';
import { Seeded } from './seeded.ts';

/** Full-batch training of a small tanh network by squared error, on random data. */
export interface OptimizerRun {
  readonly optimizer: Optimizer;
  readonly steps: number;
  /** Inputs, hidden widths, outputs. */
  readonly widths: readonly number[];
  readonly activation?: DenseNetwork['activation'];
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

/** Traces the step as an arm does, replays it, and reads the weights after every step. */
export async function runOptimizer(problem: OptimizerRun): Promise<OptimizerResult> {
  const { optimizer, steps, widths, cases, seed } = problem;
  const context = await testDevice();
  const numbers = new Seeded(seed);
  const kind = problem.activation ?? 'tanh';
  const model = sequential(
    widths.slice(1).flatMap((outputs, layer) => {
      const linear = dense(`dense ${String(layer)}`, widths[layer]!, outputs, 'glorot');
      return layer === widths.length - 2 || kind === 'linear' ? [linear] : [linear, activation(`tanh ${String(layer)}`, kind)];
    }),
  );
  const outputs = widths.at(-1)!;
  const initial = model.initialise(seed);
  const [x, y] = [numbers.normals(cases * widths[0]!), numbers.normals(cases * outputs)];

  const state = new State();
  const parameters = state.variable('parameters', [model.layout.size], initial);
  const inputVariable = state.variable('inputs', [cases, widths[0]!], x);
  const counterVariable = state.variable('counter', [2], Uint32Array.of(0, seed));
  const guard = new Guard(state, model.layout);
  const report = new Report(state, {});
  const graph = new Graph();
  const inputs = graph.read(inputVariable);
  const targets = graph.read(state.variable('targets', [cases, outputs], y));
  const counter = graph.read(counterVariable);
  advance(counter);
  const pass = model.apply(graph, parameters, inputs);
  const meanLoss = graph.reshape(mean(squaredError.values(pass.outputs, targets)), [1]);
  graph.store(meanLoss, graph.read(report.current, [1]));
  const program = optimizer.build({
    graph,
    state,
    model,
    parameters,
    inputs,
    targets,
    pass,
    loss: squaredError,
    meanLoss,
    counter,
    guard,
    report,
  });
  report.record(graph, counter, graph.read(guard.health));
  await state.allocate(context);
  const compiled = await compile(context, graph, state);
  const slicesOf = (flat: Float32Array): Float32Array[] =>
    model.layout.slices.map(({ shape, offset }) => flat.slice(offset, offset + shape[0]! * shape[1]!));
  try {
    const weights: Float32Array[][] = [];
    for (let step = 1; step <= steps; step++) {
      state.write(context, inputVariable, step === problem.poisonedStep ? new Float32Array(x.length).fill(NaN) : x);
      const encoder = context.device.createCommandEncoder();
      const compute = encoder.beginComputePass();
      compiled.program.encode(
        compute,
        compiled.program.select((section) => program.isDue(section, step)),
      );
      compute.end();
      context.device.queue.submit([encoder.finish()]);
      weights.push(slicesOf(new Float32Array(await readOnce(context, [state.range(parameters)]))));
    }
    const rows = new Float32Array(await readOnce(context, [state.range(report.ring)]));
    return {
      network: { activation: kind, weights: slicesOf(initial).map((flat, layer) => rowsOf(flat, widths[layer + 1]!)) },
      inputs: rowsOf(x, widths[0]!),
      targets: rowsOf(y, outputs),
      weights,
      reports: Array.from({ length: steps }, (_, step) => reportOf(rows.subarray(step * REPORT_FIELDS.length))),
      finding: guard.finding(new Uint32Array(await readOnce(context, [state.range(guard.health)]))),
    };
  } finally {
    compiled.destroy();
    state.destroy(context);
  }
}

function reportOf(row: Float32Array): Record<ReportField, number> {
  return Object.fromEntries(REPORT_FIELDS.map((field, index) => [field, row[index]!])) as Record<ReportField, number>;
}
