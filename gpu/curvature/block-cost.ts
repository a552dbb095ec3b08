import { passesOf, type Estimation } from './estimation.ts';
import { layoutFactors, type BlockLayout } from './factor-layout.ts';
import { preconditionCosts, preconditionRoute, type PreconditionProblem } from './precondition.ts';
import type { BlockStructure } from './structure.ts';

/** One weight `[inputs + 1, outputs]` and how its curvature is to be kept. */
export interface CostProblem extends PreconditionProblem {
  readonly inputs: number;
  readonly outputs: number;
  readonly structure: BlockStructure;
  readonly estimation: Estimation;
  /** Columns of the Fisher factor of the model's loss, which an exact estimate goes through one by one. */
  readonly fisherColumns: number;
}

/** What a block takes: memory that stays, and the multiply-adds of each of its parts. */
export interface BlockCost {
  /** Averages and inverses, alignment included. */
  readonly bytes: number;
  /** Of the plain step of this layer, which SGD takes alone. */
  readonly plain: number;
  /** Of one update of the averages. */
  readonly statistics: number;
  /** Of one inversion. */
  readonly refresh: number;
  /** Of F̆⁻¹∇ at every step, beyond forming the gradient. */
  readonly preconditioning: number;
}

const FLOAT = 4;

/**
 * Counts what one block adds to a step of plain SGD, which is three products of batch · inputs · outputs multiply-adds:
 * forward, back to the inputs, and the gradient (6 · batch · inputs · outputs flops).
 * @throws ShapeError when the structure does not fit the weight.
 */
export function blockCost(problem: CostProblem): BlockCost {
  const { inputs, outputs, batch, structure, estimation, fisherColumns } = problem;
  const slice = { name: 'weight', shape: [inputs + 1, outputs], offset: 0 };
  const { blocks, size } = layoutFactors({ slices: [slice], size: 0, count: 0 }, [structure], estimation !== 'forward-only');
  const block = blocks[0]!;
  const { sets, backward } = passesOf(estimation, fisherColumns);
  // A pass of its own goes back through the weight, as the step's own does.
  const pulledBack = backward * batch * inputs * outputs;
  return {
    bytes: FLOAT * (2 * size + (block.kind === 'diagonal' ? (inputs + 1) * outputs : 0)),
    plain: 3 * batch * inputs * outputs,
    statistics: pulledBack + averaging(block, batch, sets),
    refresh: inversion(block),
    preconditioning: preconditioning(block, problem),
  };
}

/** How often the parts of a block are due: every so many steps. */
export interface Periods {
  readonly statisticsEvery: number;
  readonly inverseEvery: number;
}

/** The multiply-adds of a mean step with this block, as a multiple of the plain step. */
export function relativeCost({ plain, statistics, refresh, preconditioning: every }: BlockCost, periods: Periods): number {
  return 1 + (statistics / periods.statisticsEvery + refresh / periods.inverseEvery + every) / plain;
}

/** Multiply-adds of moving the averages once, `sets` of gradients long. */
function averaging(block: BlockLayout, batch: number, sets: number): number {
  switch (block.kind) {
    case 'kronecker':
      return batch * (sum(block.a, triangle) + sets * sum(block.g, triangle));
    case 'diagonal':
      // One product of squares, as large as the gradient's.
      return sets * batch * parametersOf(block);
    case 'full':
      // The gradient of every single case, then the second moments of all of them.
      return sets * batch * (parametersOf(block) + triangle(block.f));
  }
}

/** Multiply-adds of inverting all matrices; a diagonal is divided by, so nothing is inverted. */
function inversion(block: BlockLayout): number {
  switch (block.kind) {
    case 'kronecker':
      return sum(block.a, cholesky) + sum(block.g, cholesky);
    case 'diagonal':
      return 0;
    case 'full':
      return cholesky(block.f);
  }
}

function preconditioning(block: BlockLayout, problem: CostProblem): number {
  switch (block.kind) {
    case 'kronecker':
      return preconditionCosts(problem, block)[preconditionRoute(problem, block)] - problem.batch * parametersOf(block);
    case 'diagonal':
      return parametersOf(block);
    case 'full':
      return parametersOf(block) ** 2;
  }
}

interface Side {
  readonly size: number;
}

/** A second moment is symmetric, so only one of its triangles is summed up, for every case. */
function triangle({ size }: Side): number {
  return (size * (size + 1)) / 2;
}

/** A = LLᵀ, L⁻¹ and L⁻ᵀL⁻¹ take n³/6 multiply-adds each. */
function cholesky({ size }: Side): number {
  return size ** 3 / 2;
}

function sum(matrices: readonly Side[], cost: (matrix: Side) => number): number {
  return matrices.reduce((total, matrix) => total + cost(matrix), 0);
}

function parametersOf({ slice }: BlockLayout): number {
  const [rows, outputs] = slice.shape as readonly [number, number];
  return rows * outputs;
}
