import { describe, expect, test } from 'vitest';
import type { Variable } from '../graph/state.ts';
import type { MatrixSlot } from '../linalg/matrix-batch.ts';
import { preactivationGradients } from '../nn/site-gradients.ts';
import { usableFamilies, type KernelFamily } from '../runtime/adapter-facts.ts';
import { describeAgreements, disagreements, relativeDifference, type Agreement } from '../testing/agreement.ts';
import { curvlinopsFixtures, type LayeredVector } from '../testing/curvlinops-fixtures.ts';
import { testDevice } from '../testing/device.ts';
import { evaluateReference, type ReferencePass } from '../testing/evaluate-reference.ts';
import { gaussNewtonProduct } from '../testing/gauss-newton-product.ts';
import { withFamily } from '../testing/kernel-check.ts';
import { flatten, modelOf } from '../testing/reference-problem.ts';
import { sweep } from '../testing/sweep.ts';
import { Curvature } from './curvature.ts';
import { curvatureGradients, type Estimation } from './estimation.ts';
import type { Representation } from './representation.ts';
import { WHOLE_KRONECKER, type BlockStructure } from './structure.ts';

/** Largest relative difference that is asked for. */
const ALLOWED = 1e-4;

const context = await testDevice();
const FIXTURES = curvlinopsFixtures.map((fixture) => ({ name: fixture.problem.name, fixture }));
const ESTIMATED = FIXTURES.flatMap(({ name, fixture }) => {
  const { exact, empirical, forwardOnly } = fixture;
  return [
    {
      name: `${name}, exact`,
      fixture,
      estimation: 'exact',
      factors: exact.blocks.flatMap(({ a, g }) => [a, g]),
      inverse: exact.kfacInverse,
    },
    {
      name: `${name}, empirical`,
      fixture,
      estimation: 'empirical',
      factors: empirical.blocks.flatMap(({ a, g }) => [a, g]),
      inverse: empirical.kfacInverse,
    },
    // Beside G = I, λ is added to A as it is.
    {
      name: `${name}, forward-only`,
      fixture,
      estimation: 'forward-only',
      factors: exact.blocks.map(({ a }) => a),
      inverse: forwardOnly.kfacExactInverse,
    },
  ] as const;
});

const ROTATED = FIXTURES.flatMap(({ name, fixture }) =>
  (['exact', 'empirical'] as const).flatMap((estimation) => {
    const { kfacExactInverse, ekfacInverse } = fixture[estimation];
    return [
      { name: `${name}, ${estimation}, K-FAC`, fixture, estimation, representation: 'eigenbasis', inverse: kfacExactInverse },
      { name: `${name}, ${estimation}, EKFAC`, fixture, estimation, representation: 'ekfac', inverse: ekfacInverse },
    ] as const;
  }),
);

/** Families that are not the adapter's own see the smallest problem. */
function casesFor<Case extends { readonly name: string }>(family: KernelFamily, cases: readonly Case[]): readonly Case[] {
  if (family === context.facts.family) return cases;
  const [tiny, others] = [true, false].map((isTiny) => cases.filter(({ name }) => name.startsWith('tiny') === isTiny));
  return sweep(tiny!, others!);
}

describe.each(usableFamilies(context.facts))('curvature with %s kernels', (family) => {
  const device = withFamily(context, family);

  test.for(casesFor(family, FIXTURES))('has the Gauss–Newton products of curvlinops: $name', async ({ fixture }, { annotate }) => {
    const { layout } = modelOf(fixture.problem);
    const products = await evaluateReference(device, fixture.problem, (reference) => ({
      gradient: gaussNewtonProduct(reference, 'gradient', flatten(layout, fixture.vectors[0]!)),
      noise: gaussNewtonProduct(reference, 'noise', flatten(layout, fixture.vectors[1]!)),
    }));
    const agreements = [
      agreement('GGN · gradient', products.gradient, flatten(layout, fixture.ggn[0]!)),
      agreement('GGN · noise', products.noise, flatten(layout, fixture.ggn[1]!)),
    ];
    await annotate(describeAgreements(agreements), 'worst relative differences');
    expect(disagreements(agreements)).toEqual([]);
  });

  test.for(casesFor(family, ESTIMATED))('has the factors and damped inverses of curvlinops: $name', async (entry, { annotate }) => {
    const { fixture, estimation } = entry;
    const { layout } = modelOf(fixture.problem);
    const matrices: MatrixSlot[] = [];
    const results = await evaluateReference(device, fixture.problem, (reference) => {
      const curvature = estimated(reference, estimation, WHOLE_KRONECKER);
      const lambda = reference.graph.read(reference.state.variable('lambda', [1], Float32Array.of(fixture.lambda)));
      curvature.refresh(reference.graph, lambda, reference.counter);
      matrices.push(...curvature.layout.matrices);
      return {
        factors: curvature.factors,
        gradient: preconditioned(reference, curvature, 'gradient', fixture.vectors[0]!),
        noise: preconditioned(reference, curvature, 'noise', fixture.vectors[1]!),
      };
    });
    const agreements = [
      ...matrices.map((slot, index) => agreement(`factor ${index}`, contentOf(results.factors, slot), entry.factors[index]!)),
      agreement('inverse · gradient', results.gradient, flatten(layout, entry.inverse[0]!)),
      agreement('inverse · noise', results.noise, flatten(layout, entry.inverse[1]!)),
    ];
    await annotate(describeAgreements(agreements), 'worst relative differences');
    expect(agreements).toHaveLength(entry.factors.length + 2);
    expect(disagreements(agreements)).toEqual([]);
  });

  test.for(casesFor(family, ROTATED))('has the inverses of curvlinops in the eigenbasis: $name', async (entry, { annotate }) => {
    const { fixture, estimation, representation } = entry;
    const { layout } = modelOf(fixture.problem);
    const results = await evaluateReference(device, fixture.problem, (reference) => {
      const { graph, state } = reference;
      const curvature = estimated(reference, estimation, WHOLE_KRONECKER, representation);
      curvature.solveBases(graph);
      // Second moments in a basis come from gradients seen after it is known.
      observe(reference, curvature, estimation);
      curvature.refresh(graph, graph.read(state.variable('lambda', [1], Float32Array.of(fixture.lambda))), reference.counter);
      return {
        gradient: preconditioned(reference, curvature, 'gradient', fixture.vectors[0]!),
        noise: preconditioned(reference, curvature, 'noise', fixture.vectors[1]!),
      };
    });
    const agreements = [
      agreement('inverse · gradient', results.gradient, flatten(layout, entry.inverse[0]!)),
      agreement('inverse · noise', results.noise, flatten(layout, entry.inverse[1]!)),
    ];
    await annotate(describeAgreements(agreements), 'worst relative differences');
    expect(disagreements(agreements)).toEqual([]);
  });

  test('has, as exact full blocks, the diagonal blocks of the Gauss–Newton matrix of curvlinops', async ({ annotate }) => {
    const { problem, dense } = curvlinopsFixtures.find((fixture) => fixture.dense !== undefined)!;
    const matrices: MatrixSlot[] = [];
    const { factors } = await evaluateReference(device, problem, (reference) => {
      const curvature = estimated(reference, 'exact', { kind: 'full' });
      matrices.push(...curvature.layout.matrices);
      return { factors: curvature.factors };
    });
    const parameters = matrices.reduce((sum, { size }) => sum + size, 0);
    let first = 0;
    const agreements = matrices.map((slot, index) => {
      const block = Array.from({ length: slot.size ** 2 }, (_, at) => {
        return dense!.ggn[(first + Math.floor(at / slot.size)) * parameters + first + (at % slot.size)]!;
      });
      first += slot.size;
      return agreement(`block ${index}`, contentOf(factors, slot), block);
    });
    await annotate(describeAgreements(agreements), 'worst relative differences');
    expect(agreements).toHaveLength(2);
    expect(disagreements(agreements)).toEqual([]);
  });
});

function agreement(quantity: string, got: ArrayLike<number>, expected: ArrayLike<number>): Agreement {
  return { quantity, difference: relativeDifference(got, expected), allowed: ALLOWED };
}

function contentOf(flat: Float32Array, { offset, size }: MatrixSlot): Float32Array {
  return flat.subarray(offset, offset + size ** 2);
}

/** Curvature of blocks of one structure, estimated on the minibatch. */
function estimated(
  reference: ReferencePass,
  estimation: Estimation,
  structure: BlockStructure,
  representation: Representation = 'factored',
): Curvature {
  const { state, model } = reference;
  const structures = model.layout.slices.map(() => structure);
  const curvature = new Curvature(state, model.layout, { structures, estimation, decay: 0.95, representation });
  observe(reference, curvature, estimation);
  return curvature;
}

/** Updates the statistics with the minibatch. */
function observe({ graph, loss, pass, targets, counter }: ReferencePass, curvature: Curvature, estimation: Estimation): void {
  const gradients = preactivationGradients(pass, loss.gradient(pass.outputs, targets));
  curvature.update(graph, pass.sites, curvatureGradients(estimation, pass, loss, counter, gradients));
}

function preconditioned({ graph, state, model }: ReferencePass, curvature: Curvature, name: string, layers: LayeredVector): Variable {
  const vector = state.variable(`vector ${name}`, [model.layout.size], flatten(model.layout, layers));
  const product = state.variable(`product ${name}`, [model.layout.size]);
  for (const [block, { shape, offset }] of model.layout.slices.entries()) {
    const preconditionedSlice = curvature.blocks[block]!.preconditionGradient(graph, graph.read(vector, shape, offset));
    graph.store(preconditionedSlice, graph.read(product, shape, offset));
  }
  return product;
}
