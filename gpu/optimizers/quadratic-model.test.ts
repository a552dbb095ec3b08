import { describe, expect, test } from 'vitest';
import { compile } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import { State } from '../graph/state.ts';
import { squaredError } from '../losses/squared-error.ts';
import { dense } from '../nn/dense.ts';
import { sequential } from '../nn/sequential.ts';
import { advance } from '../ops/counter.ts';
import { mean } from '../ops/reduce.ts';
import { readOnce } from '../runtime/readback.ts';
import { testDevice } from '../testing/device.ts';
import { Seeded } from '../testing/seeded.ts';
import { Guard } from './guard.ts';
import { kfac } from './kfac.ts';
import { Report, REPORT_FIELDS, type ReportField } from './report.ts';

const CASES = 40;
const INPUTS = 4;
const OUTPUTS = 3;

describe('K-FAC with the quadratic model on linear regression', () => {
  test('identity 14: where F̂ = F and damping vanishes, one step with α = 1 and μ = 0 arrives, and ρ = 1', async () => {
    const [first, second] = await regress({ lambda: 1e-8, steps: 2 });
    expect(first!.alpha).toBeCloseTo(1, 2);
    expect(first!.mu).toBe(0);
    const change = second!.loss - first!.loss;
    expect(change).toBeLessThan(0);
    expect(change / first!.predicted).toBeCloseTo(1, 2);
    // At the minimum of the quadratic nothing is left to gain.
    expect(Math.abs(second!.predicted)).toBeLessThan(1e-4 * Math.abs(first!.predicted));
  });

  test('identity 15: without curvature but λ, the model predicts half of ∇hᵀδ', async () => {
    const lambda = 1e4;
    const [first, second] = await regress({ lambda, steps: 2 });
    // δ = −∇/λ moves so little that h changes by ∇hᵀδ, twice what the damped model predicts.
    expect((second!.loss - first!.loss) / first!.predicted).toBeCloseTo(2, 1);
  });

  test('λ shrinks while the model keeps its promises, and ρ is in the report', async () => {
    const reports = await regress({ lambda: 1, steps: 10 });
    expect(reports[9]!.rho).toBeGreaterThan(0.75);
    expect(reports[4]!.lambda).toBeCloseTo(1, 6);
    expect(reports[9]!.lambda).toBeCloseTo(0.95 ** 5, 5);
  });
});

/** Reports of full-batch steps on a random least-squares problem. */
async function regress({ lambda, steps }: { lambda: number; steps: number }): Promise<Readonly<Record<ReportField, number>>[]> {
  const context = await testDevice();
  const numbers = new Seeded(5);
  const model = sequential([dense('only', INPUTS, OUTPUTS, 'glorot')]);
  const state = new State();
  const parameters = state.variable('parameters', [model.layout.size], model.initialise(3));
  const graph = new Graph();
  const inputs = graph.read(state.variable('inputs', [CASES, INPUTS], numbers.normals(CASES * INPUTS)));
  const targets = graph.read(state.variable('targets', [CASES, OUTPUTS], numbers.normals(CASES * OUTPUTS)));
  const counter = graph.read(state.variable('counter', [2], Uint32Array.of(0, 1)));
  const guard = new Guard(state, model.layout);
  const report = new Report(state, {});
  advance(counter);
  const pass = model.apply(graph, parameters, inputs);
  const meanLoss = graph.reshape(mean(squaredError.values(pass.outputs, targets)), [1]);
  graph.store(meanLoss, graph.read(report.current, [1]));
  const program = kfac({
    estimation: 'exact',
    step: { kind: 'quadratic-model' },
    damping: { kind: 'levenberg-marquardt', lambda },
    decay: 0.95,
    statisticsEvery: 1,
    inverseEvery: 1,
    weightDecay: 0,
  }).build({ graph, state, model, parameters, inputs, targets, pass, loss: squaredError, meanLoss, counter, guard, report });
  report.record(graph, counter, graph.read(guard.health));
  await state.allocate(context);
  const compiled = await compile(context, graph, state);
  try {
    for (let step = 1; step <= steps; step++) {
      const encoder = context.device.createCommandEncoder();
      const compute = encoder.beginComputePass();
      compiled.program.encode(
        compute,
        compiled.program.select((section) => program.isDue(section, step)),
      );
      compute.end();
      context.device.queue.submit([encoder.finish()]);
    }
    const rows = new Float32Array(await readOnce(context, [state.range(report.ring)]));
    return Array.from({ length: steps }, (_, step) => {
      const values = REPORT_FIELDS.map((field, index) => [field, rows[step * REPORT_FIELDS.length + index]!] as const);
      return Object.fromEntries(values) as Record<ReportField, number>;
    });
  } finally {
    compiled.destroy();
    state.destroy(context);
  }
}
