import { weightRows, type TimeSeries, type WeightUse } from '../nn/site.ts';
import { passesOf, type Estimation } from './estimation.ts';
import { layoutFactors, matricesOf, type BlockLayout } from './factor-layout.ts';
import { kroneckerCost } from './kronecker-cost.ts';
import type { PreconditionProblem } from './precondition.ts';
import type { Representation } from './representation.ts';
import { inversion, parametersOf, square, sum, triangle } from './side-cost.ts';
import type { BlockStructure } from './structure.ts';

/** One weight `[inputs + 1, outputs]` and how its curvature is to be kept. */
export interface CostProblem extends Omit<PreconditionProblem, 'rows'> {
  readonly use: WeightUse;
  /** Of a recurrent weight; absent for others. */
  readonly series?: TimeSeries;
  /** Rows of an embedding are its vocabulary. */
  readonly inputs: number;
  readonly outputs: number;
  /** Cases of a minibatch. */
  readonly batch: number;
  /** Rows that one case has in the weight's site: positions times uses. */
  readonly rowsPerCase: number;
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

/** Multiply-adds of the step of plain SGD of one weight: forward, back to the inputs, and the gradient. */
export function plainProducts({ use, inputs, outputs, batch, rowsPerCase }: PlainProblem): number {
  return 3 * batch * rowsPerCase * inputsMet(use, inputs) * outputs;
}

type PlainProblem = Pick<CostProblem, 'use' | 'inputs' | 'outputs' | 'batch' | 'rowsPerCase'>;

/**
 * Counts what one block adds to a step of plain SGD, which is three products of rows · inputs · outputs multiply-adds, rows being
 * batch · rowsPerCase: forward, back to the inputs, and the gradient (6 · rows · inputs · outputs flops). A channelwise weight
 * meets each channel alone, rows · K · channels, and an embedding moves rows · outputs numbers.
 * @throws ShapeError when the structure does not fit the weight.
 */
export function blockCost(problem: CostProblem): BlockCost {
  const { use, series, inputs, outputs, batch, rowsPerCase, structure, estimation, fisherColumns, statisticsCases } = problem;
  const slice = { name: 'weight', shape: [weightRows(use, inputs), outputs], use, offset: 0, ...(series && { series }) };
  const { blocks, size } = layoutFactors({ slices: [slice], size: 0, count: 0 }, [structure], estimation !== 'forward-only');
  const block = blocks[0]!;
  const { sets, backward } = passesOf(estimation, fisherColumns);
  // A part of the batch has a forward pass of its own, and then the gradients of the step are not at hand either.
  const ownPasses = statisticsCases < batch ? 1 + sets : backward;
  const product = rowsPerCase * inputsMet(use, inputs) * outputs;
  return {
    bytes: FLOAT * (size + derivedElements(block, size, problem)),
    plain: plainProducts(problem),
    statistics: ownPasses * statisticsCases * product + averaging(block, sets, problem),
    refresh: renewal(block, problem, 'refresh'),
    solve: renewal(block, problem, 'solve'),
    preconditioning: preconditioning(block, problem),
  };
}

/** Inputs that a row of a site meets: of a tied embedding, whose rows are one half looked up, one half scored, in the mean. */
function inputsMet(use: WeightUse, inputs: number): number {
  switch (use) {
    case 'embedding':
      return 1;
    case 'tied-embedding':
      return (1 + inputs) / 2;
    case 'dense':
    case 'channelwise':
      return inputs;
  }
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
    case 'kronecker':
      return kroneckerCost(block, representation).elements(block, size);
    case 'embedding':
      return size + block.slice.shape[0]!;
    case 'tied':
      return size + 1;
    case 'channels':
    case 'full':
      return size;
    case 'diagonal':
      return parametersOf(block);
  }
}

/** Multiply-adds of moving the averages once by so many sets of gradients. */
function averaging(block: BlockLayout, sets: number, { statisticsCases: cases, rowsPerCase, representation }: CostProblem): number {
  const rows = cases * rowsPerCase;
  switch (block.kind) {
    case 'kronecker': {
      const counted = block.sharing === 'expand' ? rows : cases;
      const factors = counted * (sum(block.a, triangle) + sets * sum(block.g, triangle));
      return factors + kroneckerCost(block, representation).averaging(block, counted, sets);
    }
    case 'embedding':
      return rows * sets * sum(block.g, triangle);
    case 'tied':
      // The rows of both uses on one side; the scored half and a row a token on the other.
      return sets * (rows * sum(block.g, triangle) + (rows / 2 + block.slice.shape[0]!) * sum(block.a, triangle));
    case 'channels':
      return sets * (rows * parametersOf(block) + cases * sum(block.channels, square));
    case 'diagonal':
      // One product of squares, as large as the gradient's, or the gradients of all cases.
      return sets * rows * parametersOf(block);
    case 'full':
      // The gradient of every single case, then the second moments of all of them.
      return sets * (rows * parametersOf(block) + cases * triangle(block.f));
  }
}

/** Multiply-adds of renewing what is made of the matrices; a diagonal is divided by, so nothing is. */
function renewal(block: BlockLayout, { representation }: CostProblem, kind: 'refresh' | 'solve'): number {
  const ofMatrix = block.kind === 'kronecker' ? kroneckerCost(block, representation)[kind] : inversion;
  return sum(matricesOf(block), ofMatrix);
}

function preconditioning(block: BlockLayout, problem: CostProblem): number {
  const { batch, rowsPerCase, representation } = problem;
  switch (block.kind) {
    case 'kronecker':
      return kroneckerCost(block, representation).preconditioning(block, { ...problem, rows: batch * rowsPerCase });
    case 'embedding':
      return parametersOf(block) + block.slice.shape[0]! * sum(block.g, square);
    case 'tied':
      return block.slice.shape[1]! * sum(block.a, square) + block.slice.shape[0]! * sum(block.g, square);
    case 'channels':
      return sum(block.channels, square);
    case 'diagonal':
      return parametersOf(block);
    case 'full':
      return parametersOf(block) ** 2;
  }
}

function leastCommonMultiple(one: number, other: number): number {
  let [larger, smaller] = [one, other];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return (one / larger) * other;
}
