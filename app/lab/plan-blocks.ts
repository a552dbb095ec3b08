import { blockCost, plainProducts, relativeCost, type BlockCost } from '../../gpu/curvature/block-cost.ts';
import type { BlockStructure } from '../../gpu/curvature/structure.ts';
import { blockStructures } from './block-structures.ts';
import { checkBlock } from './check-blocks.ts';
import type { KfacSpec } from './kfac-spec.ts';
import type { LayerSides } from './model/layer-sides.ts';

/** What the blocks of an arm will take, known before anything runs. */
export interface BlockPlan {
  readonly layers: readonly PlannedBlock[];
  /** Of all blocks, as `PlannedBlock`; null while one of them does not fit. */
  readonly total: PlannedCost | null;
  /** The same with the two forward passes of the quadratic model where the step is solved from it. */
  readonly relativeWithModel: number | null;
}

export interface PlannedBlock extends LayerSides {
  readonly structure: BlockStructure;
  /** Null where the structure does not fit the layer. */
  readonly cost: PlannedCost | null;
}

export interface PlannedCost {
  /** Averages and inverses. */
  readonly bytes: number;
  /** Multiply-adds of a mean step as a multiple of those of plain SGD. */
  readonly relative: number;
}

/** What the plan needs of an arm. */
export type PlannedKfac = Pick<
  KfacSpec,
  | 'basisEvery'
  | 'blocks'
  | 'estimation'
  | 'inverseEvery'
  | 'representation'
  | 'statisticsEvery'
  | 'statisticsFraction'
  | 'step'
  | 'weightDecay'
>;

/** Plans the blocks of a K-FAC arm on the layers of a model, by the periods and the batch it begins with. */
export function planBlocks(kfac: PlannedKfac, sides: readonly LayerSides[], batch: number): BlockPlan {
  const structures = blockStructures(kfac.blocks, sides.length);
  const sizes = { batch, fisherColumns: sides.at(-1)?.outputs ?? 0 };
  const costs: BlockCost[] = [];
  const layers = sides.map((layer, index): PlannedBlock => {
    const structure = structures[index]!;
    const cost = costOf(kfac, structure, layer, sizes);
    if (cost === null) return { ...layer, structure, cost };
    costs.push(cost);
    return { ...layer, structure, cost: { bytes: cost.bytes, relative: relativeCost(cost, kfac) } };
  });
  if (costs.length < sides.length) return { layers, total: null, relativeWithModel: null };
  const all = costs.reduce(added);
  const total = { bytes: all.bytes, relative: relativeCost(all, kfac) };
  return { layers, total, relativeWithModel: total.relative + modelProducts(kfac, sides, batch) / all.plain };
}

/** Multiply-adds that a step of plain SGD takes with all weights of a model. */
export function plainStep(sides: readonly LayerSides[], batch: number): number {
  return sides.reduce((sum, { rows, ...side }) => sum + plainProducts({ ...side, batch, rowsPerCase: rows }), 0);
}

function costOf(
  { estimation, representation, statisticsFraction, step, weightDecay }: PlannedKfac,
  structure: BlockStructure,
  layer: LayerSides,
  sizes: { readonly batch: number; readonly fisherColumns: number },
): BlockCost | null {
  if (checkBlock(structure, { ...layer, forwardOnly: estimation === 'forward-only', representation }, 0, '').length > 0) return null;
  const { use, series, inputs, outputs, rows } = layer;
  return blockCost({
    ...{ use, inputs, outputs, rowsPerCase: rows, ...(series && { series }) },
    ...sizes,
    structure,
    representation,
    estimation,
    statisticsCases: casesOf(statisticsFraction, sizes.batch),
    gradientNeeded: step.kind === 'fixed' ? step.klClip !== null : step.fraction < 1,
    hasExtraTerm: weightDecay !== 0,
  });
}

/**
 * Multiply-adds of J v for two directions: each layer moves with its weight and, from the second on, with its inputs; on
 * a part of the batch after a forward pass of its own.
 */
function modelProducts({ step }: PlannedKfac, sides: readonly LayerSides[], batch: number): number {
  if (step.kind === 'fixed') return 0;
  const cases = casesOf(step.fraction, batch);
  const ownPass = cases < batch ? 1 : 0;
  return sides.reduce(
    (sum, { inputs, outputs, rows }, index) => sum + (ownPass + (index === 0 ? 2 : 4)) * cases * rows * inputs * outputs,
    0,
  );
}

/** As `gpu/optimizers/batch-subset.ts` cuts a batch. */
export function casesOf(fraction: number, batch: number): number {
  return Math.max(1, Math.round(fraction * batch));
}

function added(one: BlockCost, other: BlockCost): BlockCost {
  return {
    bytes: one.bytes + other.bytes,
    plain: one.plain + other.plain,
    statistics: one.statistics + other.statistics,
    refresh: one.refresh + other.refresh,
    solve: one.solve + other.solve,
    preconditioning: one.preconditioning + other.preconditioning,
  };
}
