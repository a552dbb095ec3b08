import { DampedInverses } from '../../gpu/curvature/damped-inverses.ts';
import { layoutFactors, type FactorLayout } from '../../gpu/curvature/factor-layout.ts';
import { DIRECT_INVERSES, type InverseMethod } from '../../gpu/curvature/inverse-settings.ts';
import { WHOLE_KRONECKER } from '../../gpu/curvature/structure.ts';
import { compile } from '../../gpu/graph/compile.ts';
import { Graph } from '../../gpu/graph/graph.ts';
import { State } from '../../gpu/graph/state.ts';
import { multiply } from '../../gpu/ops/binary.ts';
import { advance } from '../../gpu/ops/counter.ts';
import { accumulateGram } from '../../gpu/ops/gram.ts';
import { randomNormal } from '../../gpu/ops/random.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import { readOnce } from '../../gpu/runtime/readback.ts';
import type { LayerSides } from './model/layer-sides.ts';

/** Cases in a batch of the factors. */
const CASES = 500;
/** Damping λ; its root is added to the factors. */
const STRENGTH = 0.01;
/** Weight of a batch in the average. */
const NEW = 0.05;
/** Keep the random numbers of the factors apart from those of the probe. */
const FIRST_PURPOSE = 100;
/** Refreshes that are not timed: methods that follow their matrices must have found them. */
const SETTLING = 12;
const TIMED = 5;

/** What a refresh of all factors took and left over. */
export interface InverseComparison {
  readonly method: InverseMethod;
  /** Updates of the averages from one refresh to the next. */
  readonly updates: number;
  /** Best of five, the probe of the residual included. */
  readonly milliseconds: number;
  /** Largest ‖I − ÂX‖_F/√n of the last refresh. */
  readonly residual: number;
  /** Matrices that the last refresh improved by Newton–Schulz, of all. */
  readonly improved: number;
  readonly matrices: number;
}

/**
 * Times refreshes of all factors of a network by one method: second moments of normal batches whose columns fall off
 * like j^−¾, averaged with 0.95, so that they drift as in training.
 * @throws OutOfMemoryError; DeviceLostError
 */
export async function compareInverses(
  context: DeviceContext,
  weights: readonly Pick<LayerSides, 'inputs' | 'outputs'>[],
  method: InverseMethod,
  updates: number,
): Promise<InverseComparison> {
  const layout = factorsOf(weights);
  const state = new State();
  const inverses = new DampedInverses(state, layout, { ...DIRECT_INVERSES, method });
  const factors = state.variable('factors', [layout.size]);
  const coefficients = state.variable('coefficients', [2], Float32Array.of(0, 1));
  const graph = new Graph();
  const counter = graph.read(state.variable('counter', [2], Uint32Array.of(0, 1)));
  const strength = graph.read(state.variable('strength', [1], Float32Array.of(STRENGTH)));
  graph.section('drift', () => {
    advance(counter);
    for (const [index, { offset, size }] of layout.matrices.entries()) {
      const falling = Float32Array.from({ length: size }, (_, column) => (column + 1) ** -0.75);
      const columns = graph.read(state.variable(`column scales ${index}`, [1, size], falling));
      const batch = multiply(randomNormal(counter, [CASES, size], FIRST_PURPOSE + index), columns);
      accumulateGram(batch, graph.read(coefficients), graph.read(factors, [size, size], offset), { scale: 1 / CASES });
    }
  });
  graph.section('refresh', () => {
    for (const share of inverses.shares) inverses.refresh(graph, { factors: graph.read(factors), strength, counter }, share);
  });
  await state.allocate(context);
  try {
    const compiled = await compile(context, graph, state);
    const { program } = compiled;
    try {
      const replay = async (section: string, count: number): Promise<number> => {
        const selection = program.select((name) => name === section);
        const began = performance.now();
        for (let round = 0; round < count; round++) {
          program.submit(context.device, selection);
          await context.device.queue.onSubmittedWorkDone();
        }
        return performance.now() - began;
      };
      await replay('drift', 1);
      state.write(context, coefficients, Float32Array.of(1 - NEW, NEW));
      await replay('refresh', SETTLING);
      let milliseconds = Infinity;
      for (let round = 0; round < TIMED; round++) {
        await replay('drift', updates);
        milliseconds = Math.min(milliseconds, await replay('refresh', 1));
      }
      const bytes = await readOnce(context, [state.range(inverses.residuals), state.range(inverses.kept)]);
      const matrices = layout.matrices.length;
      return {
        method,
        updates,
        milliseconds,
        residual: new Float32Array(bytes, 0, matrices).reduce((most, residual) => Math.max(most, residual), 0),
        improved: new Uint32Array(bytes, 4 * matrices).filter((word) => word === 2).length,
        matrices,
      };
    } finally {
      compiled.destroy();
    }
  } finally {
    state.destroy(context);
  }
}

function factorsOf(weights: readonly Pick<LayerSides, 'inputs' | 'outputs'>[]): FactorLayout {
  const slices = weights.map(({ inputs, outputs }, index) => ({
    name: `layer ${index + 1}`,
    shape: [inputs + 1, outputs],
    use: 'dense' as const,
    offset: 0,
  }));
  return layoutFactors(
    { slices, size: 0, count: 0 },
    slices.map(() => WHOLE_KRONECKER),
    true,
  );
}
