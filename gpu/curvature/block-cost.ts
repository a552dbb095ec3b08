import { eigenvalueLayout } from '../linalg/eigen-layout.ts';
import type { Representation } from './representation.ts';
import { passesOf, type Estimation } from './estimation.ts';
import { layoutFactors, type BlockLayout, type KroneckerLayout } from './factor-layout.ts';
import { preconditionCosts, preconditionRoute, type PreconditionProblem } from './precondition.ts';
import type { BlockStructure } from './structure.ts';

/** One weight `[inputs + 1, outputs]` and how its curvature is to be kept. */
export interface CostProblem extends PreconditionProblem {
  readonly inputs: number;
  readonly outputs: number;
  readonly structure: BlockStructure;
  readonly representation: Representation;
  readonly estimation: Estimation;
  /** Cases that the statistics are estimated on, `batch` at the most. */
  readonly statisticsCases: number;
  /** Columns of the Fisher factor of the model's loss, which an exact estimate goes through one by one. */
  readonly fisherColumns: number;
}

/** What a block takes: memory that stays, and the multiply-adds of each of its parts. */
export interface BlockCost {
  /** Averages and inverses or eigenbases, alignment included. */
  readonly bytes: number;
  /** Of the plain step of this layer, which SGD takes alone. */
  readonly plain: number;
  /** Of one update of the averages. */
  readonly statistics: number;
  /** Of one inversion, or of turning an eigenbasis once. */
  readonly refresh: number;
  /** Of what takes the place of every so many refreshes: an eigen-solve, else an inversion as any other. */
  readonly solve: number;
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
  const { inputs, outputs, batch, structure, estimation, fisherColumns, statisticsCases } = problem;
  const slice = { name: 'weight', shape: [inputs + 1, outputs], use: 'dense' as const, offset: 0 };
  const { blocks, size } = layoutFactors({ slices: [slice], size: 0, count: 0 }, [structure], estimation !== 'forward-only');
  const block = blocks[0]!;
  const { sets, backward } = passesOf(estimation, fisherColumns);
  // A part of the batch has a forward pass of its own, and then the gradients of the step are not at hand either.
  const ownPasses = statisticsCases < batch ? 1 + sets : backward;
  return {
    bytes: FLOAT * (size + derivedElements(block, size, problem)),
    plain: 3 * batch * inputs * outputs,
    statistics: ownPasses * statisticsCases * inputs * outputs + averaging(block, sets, problem),
    refresh: renewal(block, problem, turning),
    solve: renewal(block, problem, solving),
    preconditioning: preconditioning(block, problem),
  };
}

/** How often the parts of a block are due: every so many steps. */
export interface Periods {
  readonly statisticsEvery: number;
  readonly inverseEvery: number;
  /** A refresh that falls on this period is a solve. */
  readonly basisEvery: number;
}

/** The multiply-adds of a mean step with this block, as a multiple of the plain step. */
export function relativeCost({ plain, statistics, refresh, solve, preconditioning: every }: BlockCost, periods: Periods): number {
  const { statisticsEvery, inverseEvery, basisEvery } = periods;
  const solves = 1 / leastCommonMultiple(inverseEvery, basisEvery);
  return 1 + (statistics / statisticsEvery + refresh * (1 / inverseEvery - solves) + solve * solves + every) / plain;
}

/** Floats kept beside the averages of matrices. */
function derivedElements(block: BlockLayout, size: number, { representation }: CostProblem): number {
  switch (block.kind) {
    case 'kronecker': {
      if (representation === 'factored') return size;
      // Inverses, two roots, explained terms, their eigenvectors and K; cross moments and Ψ, as if the layer above were alike.
      if (representation === 'tridiagonal') return 10 * size;
      const scalings = representation === 'ekfac' ? parametersOf(block) : 0;
      return size + eigenvalueLayout([...block.a, ...block.g]).length + scalings;
    }
    case 'full':
      return size;
    case 'diagonal':
      return parametersOf(block);
  }
}

/** Multiply-adds of moving the averages once by so many sets of gradients. */
function averaging(block: BlockLayout, sets: number, { statisticsCases: cases, representation }: CostProblem): number {
  switch (block.kind) {
    case 'kronecker': {
      const factors = cases * (sum(block.a, triangle) + sets * sum(block.g, triangle));
      // Signals are turned into the basis, then their squares multiplied.
      const scalings = cases * (sum(block.a, square) + sum(block.g, square) + parametersOf(block));
      const links = cases * (sum(block.a, square) + sets * sum(block.g, square));
      return factors + (representation === 'ekfac' ? sets * scalings : representation === 'tridiagonal' ? links : 0);
    }
    case 'diagonal':
      // One product of squares, as large as the gradient's.
      return sets * cases * parametersOf(block);
    case 'full':
      // The gradient of every single case, then the second moments of all of them.
      return sets * cases * (parametersOf(block) + triangle(block.f));
  }
}

/** Multiply-adds of renewing what is made of the matrices; a diagonal is divided by, so nothing is. */
function renewal(block: BlockLayout, { representation }: CostProblem, ofBasis: (side: Side) => number): number {
  switch (block.kind) {
    case 'kronecker': {
      const ofMatrix = representation === 'factored' ? inversion : representation === 'tridiagonal' ? linking : ofBasis;
      return sum(block.a, ofMatrix) + sum(block.g, ofMatrix);
    }
    case 'diagonal':
      return 0;
    case 'full':
      return inversion(block.f);
  }
}

function preconditioning(block: BlockLayout, problem: CostProblem): number {
  switch (block.kind) {
    case 'kronecker':
      if (problem.representation === 'factored') return withInverses(block, problem);
      // Into K and out; beside that what the layer above predicts is taken off, and the same way back.
      return problem.representation === 'tridiagonal' ? 4 * bothSides(block) : 2 * bothSides(block);
    case 'diagonal':
      return parametersOf(block);
    case 'full':
      return parametersOf(block) ** 2;
  }
}

function withInverses(block: KroneckerLayout, problem: CostProblem): number {
  return preconditionCosts(problem, block)[preconditionRoute(problem, block)] - problem.batch * parametersOf(block);
}

/** Multiply-adds of a product with one matrix on either side of the weight; a turn into the basis and one back take two. */
function bothSides({ a, g, slice }: KroneckerLayout): number {
  const [rows, outputs] = slice.shape as readonly [number, number];
  return sum(a, square) * outputs + rows * sum(g, square);
}

interface Side {
  readonly size: number;
}

/** A second moment is symmetric, so only one of its triangles is summed up, for every case. */
function triangle({ size }: Side): number {
  return (size * (size + 1)) / 2;
}

function square({ size }: Side): number {
  return size ** 2;
}

/** A = LLᵀ, L⁻¹ and L⁻ᵀL⁻¹ take n³/6 multiply-adds each. */
function inversion({ size }: Side): number {
  return size ** 3 / 2;
}

/** AQ, its two Cholesky QR passes and the quotients: 8.4 n³ operations (refresh-eigenbasis-kernels.ts). */
function turning({ size }: Side): number {
  return 4.2 * size ** 3;
}

/** 2/3 n³ multiply-adds to tridiagonal form, 2/3 n³ to divide and conquer, n³ to apply the reflectors. */
function solving({ size }: Side): number {
  return (7 / 3) * size ** 3;
}

/** The inverse, the two roots again, five products Ψ, ΨCᵀ, L⁻¹(·)L⁻ᵀ and K = L⁻ᵀE, and an eigen-solve. */
function linking(side: Side): number {
  return inversion(side) + side.size ** 3 / 3 + 5 * side.size ** 3 + solving(side);
}

function leastCommonMultiple(one: number, other: number): number {
  let [larger, smaller] = [one, other];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return (one / larger) * other;
}

function sum(matrices: readonly Side[], cost: (matrix: Side) => number): number {
  return matrices.reduce((total, matrix) => total + cost(matrix), 0);
}

function parametersOf({ slice }: BlockLayout): number {
  const [rows, outputs] = slice.shape as readonly [number, number];
  return rows * outputs;
}
