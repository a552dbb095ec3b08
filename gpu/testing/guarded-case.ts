import { compile } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import { State } from '../graph/state.ts';
import { squaredError } from '../losses/squared-error.ts';
import { dense } from '../nn/dense.ts';
import { sequential } from '../nn/network.ts';
import { advance } from '../ops/counter.ts';
import { mean } from '../ops/reduce.ts';
import type { Curvature } from '../curvature/curvature.ts';
import { Guard, type GuardFinding } from '../optimizers/guard.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { Report, REPORT_FIELDS, type ReportField } from '../optimizers/report.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';
import { readOnce } from '../runtime/readback.ts';
import { Seeded } from './seeded.ts';

export const GUARDED_CASES = 8;
export const GUARDED_INPUTS = 4;
export const GUARDED_OUTPUTS = 3;

/** A small regression whose minibatch a test may spoil between the steps. */
export interface GuardedCase {
  readonly state: State;
  readonly curvature: Curvature | null;
  readonly guard: Guard;
  readonly report: Report;
  /** Takes one step on the inputs and targets given, by default the good ones. */
  step(batch?: { readonly inputs?: Float32Array; readonly targets?: Float32Array }): Promise<void>;
  parameters(): Promise<Float32Array>;
  scalars(): Promise<Readonly<Record<ReportField, number>>>;
  finding(): Promise<GuardFinding | null>;
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  destroy(): void;
}

/** Compiles one layer with squared error and an optimiser. */
export async function guardedCase(context: DeviceContext, optimizer: Optimizer): Promise<GuardedCase> {
  const numbers = new Seeded(5);
  const model = sequential([dense('only', GUARDED_INPUTS, GUARDED_OUTPUTS, 'glorot')]);
  const state = new State();
  const initial = model.initialise(3);
  const inputs = numbers.normals(GUARDED_CASES * GUARDED_INPUTS);
  const targets = numbers.normals(GUARDED_CASES * GUARDED_OUTPUTS);
  const parameters = state.variable('parameters', [model.layout.size], initial);
  const inputVariable = state.variable('inputs', [GUARDED_CASES, GUARDED_INPUTS], inputs);
  const targetVariable = state.variable('targets', [GUARDED_CASES, GUARDED_OUTPUTS], targets);
  const graph = new Graph();
  const counter = graph.read(state.variable('counter', [2], Uint32Array.of(0, 1)));
  const guard = new Guard(state, model.layout, initial);
  const report = new Report(state, {});
  advance(counter);
  const pass = model.apply(graph, parameters, graph.read(inputVariable), { kind: 'training', counter: null });
  const targetTensor = graph.read(targetVariable);
  const meanLoss = graph.reshape(mean(squaredError.values(pass.outputs, targetTensor)), [1]);
  graph.store(meanLoss, graph.read(report.current, [1]));
  const trace = {
    graph,
    state,
    model,
    parameters,
    inputs: pass.sites[0]!.input,
    targets: targetTensor,
    pass,
    meanLoss,
    counter,
    guard,
    report,
  };
  const program = optimizer.build({ ...trace, loss: squaredError });
  guard.settle(graph, report, counter);
  await state.allocate(context);
  const compiled = await compile(context, graph, state);
  let number = 0;
  return {
    state,
    curvature: program.curvature,
    guard,
    report,
    inputs,
    targets,
    step(batch = {}) {
      number += 1;
      state.write(context, inputVariable, batch.inputs ?? inputs);
      state.write(context, targetVariable, batch.targets ?? targets);
      compiled.program.submit(
        context.device,
        compiled.program.select((section) => program.isDue(section, number)),
      );
      return context.device.queue.onSubmittedWorkDone().then(() => undefined);
    },
    parameters: async () => new Float32Array(await readOnce(context, [state.range(parameters)])),
    async scalars() {
      const values = new Float32Array(await readOnce(context, [state.range(report.current)]));
      return Object.fromEntries(REPORT_FIELDS.map((field, index) => [field, values[index]!])) as Record<ReportField, number>;
    },
    finding: async () => guard.finding(new Uint32Array(await readOnce(context, [state.range(guard.health)]))),
    destroy() {
      compiled.destroy();
      state.destroy(context);
    },
  };
}
