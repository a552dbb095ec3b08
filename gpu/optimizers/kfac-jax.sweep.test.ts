import { describe, expect, test } from 'vitest';
import { SLICE_ALIGNMENT } from '../graph/state.ts';
import { usableFamilies } from '../runtime/adapter-facts.ts';
import { describeAgreements, disagreements, relativeDifference, type Agreement } from '../testing/agreement.ts';
import { testDevice } from '../testing/device.ts';
import { withFamily } from '../testing/kernel-check.ts';
import { kfacJaxFixtures, type KfacJaxRun } from '../testing/kfac-jax-fixtures.ts';
import { flatten } from '../testing/reference-problem.ts';
import { openReferenceTraining, type ReferenceTraining } from '../testing/reference-training.ts';
import { sweepOf } from '../testing/sweep.ts';
import { kfac } from './kfac.ts';

/** Relative differences asked of the numbers of the first steps, and of the course of the whole training. */
const FIRST_STEPS = 1e-4;
const COURSE = 1e-2;

const context = await testDevice();
const RUNS = kfacJaxFixtures.flatMap(({ problem, runs }) => runs.map((run) => [`${problem.name}, ${run.name}`, { problem, run }] as const));
/** For families that are not the adapter's own. */
const FEW = sweepOf(RUNS, 'classifier, fixed rate', 'classifier, fully adaptive');

describe.each(usableFamilies(context.facts))('K-FAC with %s kernels', (family) => {
  test.for(family === context.facts.family ? RUNS : FEW)(
    'computes what kfac-jax computes: %s',
    async ([, { problem, run }], { annotate }) => {
      const training = await openReferenceTraining(withFamily(context, family), problem, kfac(run.settings));
      try {
        training.step();
        const agreements = [
          ...(await factorAgreements(training, run)),
          await directionAgreement(training, run),
          ...(await modelAgreements(training, run, 1, problem.batch)),
        ];
        training.step();
        agreements.push(...(await modelAgreements(training, run, 2, problem.batch)));
        for (let step = 3; step <= run.steps.loss.length; step++) training.step();
        agreements.push(...(await courseAgreements(training, run)));
        await annotate(describeAgreements(agreements), 'worst relative differences');
        expect(disagreements(agreements)).toEqual([]);
      } finally {
        training.destroy();
      }
    },
  );
});

/** Factors and damped inverses of all blocks after the first step, the worst of each kind. */
async function factorAgreements(training: ReferenceTraining, { first }: KfacJaxRun): Promise<Agreement[]> {
  const [factors, inverses] = await Promise.all([training.read('factors'), training.read('inverses')]);
  const worst = { A: 0, G: 0, 'A inverse': 0, 'G inverse': 0 };
  const { matrices } = training.program.curvature!.layout;
  const slice = (flat: Float32Array, { offset, size }: (typeof matrices)[number]): Float32Array =>
    flat.subarray(offset, offset + size ** 2);
  for (const [index, expected] of first.blocks.entries()) {
    const a = matrices[2 * index]!;
    const g = matrices[2 * index + 1]!;
    worst.A = Math.max(worst.A, relativeDifference(slice(factors, a), expected.a));
    worst.G = Math.max(worst.G, relativeDifference(slice(factors, g), expected.g));
    if (expected.aInverse === null || expected.gInverse === null) continue;
    worst['A inverse'] = Math.max(worst['A inverse'], relativeDifference(slice(inverses, a), expected.aInverse));
    worst['G inverse'] = Math.max(worst['G inverse'], relativeDifference(slice(inverses, g), expected.gInverse));
  }
  return Object.entries(worst).map(([quantity, difference]) => ({ quantity, difference, allowed: FIRST_STEPS }));
}

async function directionAgreement(training: ReferenceTraining, { first }: KfacJaxRun): Promise<Agreement> {
  const difference = relativeDifference(await training.read('direction'), flatten(training.layout, first.direction));
  return { quantity: 'direction', difference, allowed: FIRST_STEPS };
}

/** Rate, momentum and, where they were solved, the quadratic model they come from, right after a step. */
async function modelAgreements(
  training: ReferenceTraining,
  { settings, models, steps }: KfacJaxRun,
  step: number,
  batch: number,
): Promise<Agreement[]> {
  const at = async (field: 'alpha' | 'mu' | 'predicted'): Promise<number> => (await training.reported(field))[step - 1]!;
  const expected = (field: 'alpha' | 'mu' | 'predicted'): number => steps[field][step - 1]!;
  const agreement = (quantity: string, got: readonly number[], numbers: readonly number[]): Agreement => {
    return { quantity: `${quantity} of step ${String(step)}`, difference: relativeDifference(got, numbers), allowed: FIRST_STEPS };
  };
  const coefficients = agreement('α, μ', [await at('alpha'), await at('mu')], [expected('alpha'), expected('mu')]);
  const model = models[step - 1];
  if (model === undefined) return [coefficients];

  const products = await training.read('quadratic products');
  const product = (index: number): number => products[SLICE_ALIGNMENT * index]!;
  const eta = settings.weightDecay;
  const damping = steps.lambda[step - 1]! + eta;
  const [m11, m12, m22] = [0, 1, 2].map((index) => product(2 + index) / batch + damping * product(5 + index)) as [number, number, number];
  const b = [0, 1].map((index) => product(index) / batch + eta * product(8 + index));
  return [
    coefficients,
    // Each entry on its own: where the previous update is short, M₂₂ would hide beside M₁₁.
    agreement('M₁₁', [m11], model.m.slice(0, 1)),
    agreement('M₁₂', [m12], model.m.slice(1, 2)),
    agreement('M₂₂', [m22], model.m.slice(3, 4)),
    agreement('b', b, model.b),
    agreement('predicted change', [await at('predicted')], [expected('predicted')]),
  ];
}

/** The scalars of all steps, each step's loss on its own. */
async function courseAgreements(training: ReferenceTraining, { steps }: KfacJaxRun): Promise<Agreement[]> {
  const losses = await training.reported('loss');
  const perStep = steps.loss.map((loss, step) => relativeDifference([losses[step]!], [loss!]));
  const agreements = [{ quantity: 'losses', difference: Math.max(...perStep), allowed: COURSE }];
  for (const field of ['lambda', 'alpha', 'mu', 'predicted', 'rho'] as const) {
    const computed = steps[field].flatMap((value, step) => (value === null ? [] : [{ value, step }]));
    const got = await training.reported(field);
    const difference = relativeDifference(
      computed.map(({ step }) => got[step]!),
      computed.map(({ value }) => value),
    );
    if (computed.length > 0) agreements.push({ quantity: `${field} of all steps`, difference, allowed: COURSE });
  }
  return agreements;
}
