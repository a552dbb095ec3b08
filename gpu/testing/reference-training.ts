import { compile } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import type { Variable } from '../graph/state.ts';
import type { ParameterLayout } from '../nn/parameters.ts';
import { advance } from '../ops/counter.ts';
import { mean } from '../ops/reduce.ts';
import { Guard } from '../optimizers/guard.ts';
import type { Optimizer, OptimizerProgram } from '../optimizers/optimizer.ts';
import { Report, REPORT_FIELDS, type ReportField } from '../optimizers/report.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';
import { readOnce } from '../runtime/readback.ts';
import { OpenState } from './open-state.ts';
import { flatten, lossOf, minibatchOf, modelOf, type ReferenceProblem } from './reference-problem.ts';

/** An optimiser that trains a reference problem on its minibatches, with a look at every variable. */
export interface ReferenceTraining {
  readonly layout: ParameterLayout;
  readonly program: OptimizerProgram;
  /** Takes the next step. */
  step(): void;
  /** The content of the variable with the label given. */
  read(label: string): Promise<Float32Array>;
  /** A scalar of the report for every step so far. */
  reported(field: ReportField): Promise<Float32Array>;
  destroy(): void;
}

/** @throws OutOfMemoryError; ShaderCompileError. */
export async function openReferenceTraining(
  context: DeviceContext,
  problem: ReferenceProblem,
  optimizer: Optimizer,
): Promise<ReferenceTraining> {
  const model = modelOf(problem);
  const loss = lossOf(problem);
  const state = new OpenState();
  const graph = new Graph();
  const first = minibatchOf(problem, 1);
  const inputVariable = state.variable('inputs', [problem.batch, problem.widths[0]!], first.inputs);
  const targetShape = loss.targets === 'labels' ? [problem.batch] : [problem.batch, problem.widths.at(-1)!];
  const targetVariable = state.variable('targets', targetShape, first.targets);
  const weights = flatten(model.layout, problem.weights);
  const parameters = state.variable('parameters', [model.layout.size], weights);
  const counter = graph.read(state.variable('counter', [2], Uint32Array.of(0, 1)));
  const guard = new Guard(state, model.layout, weights);
  const report = new Report(state, {});
  const inputs = graph.read(inputVariable);
  const targets = graph.read(targetVariable);
  advance(counter);
  const pass = model.apply(graph, parameters, inputs, { kind: 'training', counter: null });
  const meanLoss = graph.reshape(mean(loss.values(pass.outputs, targets)), [1]);
  graph.store(meanLoss, graph.read(report.current, [1]));
  const program = optimizer.build({ graph, state, model, parameters, inputs, targets, pass, loss, meanLoss, counter, guard, report });
  guard.settle(graph, report, counter);
  await state.allocate(context);
  const compiled = await compile(context, graph, state);

  const read = async (variable: Variable): Promise<Float32Array> => new Float32Array(await readOnce(context, [state.range(variable)]));
  let steps = 0;
  return {
    layout: model.layout,
    program,
    step() {
      steps++;
      const minibatch = minibatchOf(problem, steps);
      state.write(context, inputVariable, minibatch.inputs);
      state.write(context, targetVariable, minibatch.targets);
      compiled.program.submit(
        context.device,
        compiled.program.select((section) => program.isDue(section, steps)),
      );
    },
    read: (label) => read(state.named(label)),
    async reported(field) {
      const ring = await read(report.ring);
      const column = REPORT_FIELDS.indexOf(field);
      return Float32Array.from({ length: steps }, (_, step) => ring[step * REPORT_FIELDS.length + column]!);
    },
    destroy() {
      compiled.destroy();
      state.destroy(context);
    },
  };
}
