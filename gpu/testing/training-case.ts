import { compile } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import type { Loss } from '../losses/loss.ts';
import { activation, type Activation } from '../nn/activation.ts';
import { dense } from '../nn/dense.ts';
import { sequential, type Model } from '../nn/network.ts';
import { advance } from '../ops/counter.ts';
import { mean } from '../ops/reduce.ts';
import { Guard, type GuardFinding } from '../optimizers/guard.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { Report, REPORT_FIELDS, type ReportField } from '../optimizers/report.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';
import { readOnce } from '../runtime/readback.ts';
import { OpenState } from './open-state.ts';
import { Seeded } from './seeded.ts';

/** Full-batch training of a small dense network on random data. */
export interface TrainingCase {
  readonly optimizer: Optimizer;
  /** Inputs, hidden widths, outputs. */
  readonly widths: readonly number[];
  /** Between layers; none makes a deep linear network. */
  readonly activation: Activation | null;
  readonly loss: Loss;
  readonly cases: number;
  /** How often every case is in the batch, one copy of all after the other; 1 when absent. */
  readonly repeats?: number;
  readonly seed: number;
  readonly steps: number;
  /** 1-based step whose inputs are NaN; none when absent. */
  readonly poisonedStep?: number;
}

export interface TrainedStep {
  readonly report: Readonly<Record<ReportField, number>>;
  /** Contents of the variables of the arm after the step, by label; of equal labels the last declared. */
  readonly variables: ReadonlyMap<string, Float32Array>;
  readonly finding: GuardFinding | null;
}

/** The network of a case; it starts from the parameters of the case's seed. */
export function modelOf({ widths, activation: kind }: Pick<TrainingCase, 'widths' | 'activation'>): Model {
  return sequential(
    widths.slice(1).flatMap((width, index) => {
      const linear = dense(`dense ${index + 1}`, widths[index]!, width, 'glorot');
      return index === widths.length - 2 || kind === null ? [linear] : [linear, activation(`activation ${index + 1}`, kind)];
    }),
  );
}

/** Trains one step at a time and looks at everything after each. */
export async function trainCase(context: DeviceContext, problem: TrainingCase): Promise<TrainedStep[]> {
  const { widths, loss, steps } = problem;
  const cases = problem.cases * (problem.repeats ?? 1);
  const numbers = new Seeded(problem.seed);
  const inputs = repeated(numbers.normals(problem.cases * widths[0]!), cases * widths[0]!);
  const outputs = widths.at(-1)!;
  const targets =
    loss.targets === 'labels'
      ? repeated(numbers.integers(problem.cases, 0, outputs - 1), cases)
      : repeated(numbers.uniforms(problem.cases * outputs, 0, 1), cases * outputs);
  const model = modelOf(problem);
  const state = new OpenState();
  const graph = new Graph();
  const weights = model.initialise(problem.seed);
  const parameters = state.variable('parameters', [model.layout.size], weights);
  const inputVariable = state.variable('inputs', [cases, widths[0]!], inputs);
  const inputTensor = graph.read(inputVariable);
  const targetTensor = graph.read(state.variable('targets', loss.targets === 'labels' ? [cases] : [cases, outputs], targets));
  const counter = graph.read(state.variable('counter', [2], Uint32Array.of(0, problem.seed)));
  const guard = new Guard(state, model.layout, weights);
  const report = new Report(state, {});
  advance(counter);
  const pass = model.apply(graph, parameters, inputTensor, { kind: 'training', counter: null });
  const meanLoss = graph.reshape(mean(loss.values(pass.outputs, targetTensor)), [1]);
  graph.store(meanLoss, graph.read(report.current, [1]));
  const trace = {
    graph,
    state,
    model,
    parameters,
    inputs: inputTensor,
    targets: targetTensor,
    pass,
    loss,
    meanLoss,
    counter,
    guard,
    report,
  };
  const program = problem.optimizer.build(trace);
  guard.settle(graph, report, counter);
  await state.allocate(context);
  const compiled = await compile(context, graph, state);
  const trained: TrainedStep[] = [];
  try {
    for (let step = 1; step <= steps; step++) {
      if (problem.poisonedStep !== undefined) {
        state.write(context, inputVariable, step === problem.poisonedStep ? new Float32Array(inputs.length).fill(NaN) : inputs);
      }
      compiled.program.submit(
        context.device,
        compiled.program.select((section) => program.isDue(section, step)),
      );
      const variables = new Map<string, Float32Array>();
      for (const [label, variable] of state.declared) {
        if (variable.dtype === 'f32') variables.set(label, new Float32Array(await readOnce(context, [state.range(variable)])));
      }
      const current = variables.get('report')!;
      const scalars = Object.fromEntries(REPORT_FIELDS.map((field, index) => [field, current[index]!])) as Record<ReportField, number>;
      const health = new Uint32Array(await readOnce(context, [state.range(guard.health)]));
      trained.push({ report: scalars, variables, finding: guard.finding(health) });
    }
    return trained;
  } finally {
    compiled.destroy();
    state.destroy(context);
  }
}

function repeated<Values extends Float32Array | Uint32Array>(values: Values, length: number): Values {
  const all = new (values.constructor as new (length: number) => Values)(length);
  for (let start = 0; start < length; start += values.length) all.set(values, start);
  return all;
}
