import { eigenvalueLayout } from '../linalg/eigen-layout.ts';
import type { KroneckerLayout } from './factor-layout.ts';
import { preconditionCosts, preconditionRoute, type PreconditionProblem } from './precondition.ts';
import type { Representation } from './representation.ts';
import { chaining, inversion, linking, parametersOf, solving, square, sum, turning } from './side-cost.ts';
import type { ChainModel } from './structure.ts';

/** What a Kronecker block takes beyond its averages A and G; all but `elements` in multiply-adds. */
export interface KroneckerCost {
  /** Floats kept. @param size of the averages, alignment included. */
  elements(block: KroneckerLayout, size: number): number;
  /** Of one update of averages beyond A and G by so many sets of gradients. */
  averaging(block: KroneckerLayout, cases: number, sets: number): number;
  /** Of renewing what is made of one factor, and of doing so where a full eigen-solve is due. */
  readonly refresh: (side: { readonly size: number }) => number;
  readonly solve: (side: { readonly size: number }) => number;
  /** Of the inverse in every step. */
  preconditioning(block: KroneckerLayout, problem: PreconditionProblem): number;
}

const NOTHING = (): number => 0;

const IN_EIGENBASIS: KroneckerCost = {
  elements: ({ a, g }, size) => size + eigenvalueLayout([...a, ...g]).length,
  averaging: NOTHING,
  refresh: turning,
  solve: solving,
  preconditioning: (block) => 2 * bothSides(block),
};

const BY_REPRESENTATION: Readonly<Record<Representation, KroneckerCost>> = {
  factored: {
    elements: (_, size) => size,
    averaging: NOTHING,
    refresh: inversion,
    solve: inversion,
    preconditioning: (block, problem) =>
      preconditionCosts(problem, block)[preconditionRoute(problem, block)] - problem.rows * parametersOf(block),
  },
  eigenbasis: IN_EIGENBASIS,
  ekfac: {
    ...IN_EIGENBASIS,
    elements: (block, size) => IN_EIGENBASIS.elements(block, size) + parametersOf(block),
    // Signals are turned into the basis, then their squares multiplied.
    averaging: (block, cases, sets) => sets * cases * (sum(block.a, square) + sum(block.g, square) + parametersOf(block)),
  },
  tridiagonal: {
    // Inverses, two roots, explained terms, their eigenvectors and K; cross moments and Ψ, as if the layer above were alike.
    elements: (_, size) => 10 * size,
    averaging: ({ a, g }, cases, sets) => cases * (sum(a, square) + sets * sum(g, square)),
    refresh: linking,
    solve: linking,
    // Into K and out; beside that what the layer above predicts is taken off, and the same way back.
    preconditioning: (block) => 4 * bothSides(block),
  },
};

const CHAIN: Pick<KroneckerCost, 'averaging'> = {
  // The moments of neighbouring time steps are not symmetric.
  averaging: ({ a, g }, rows, sets) => rows * (sum(a, square) + sets * sum(g, square)),
};

const BY_CHAIN: Readonly<Record<ChainModel, KroneckerCost>> = {
  'option-1': {
    ...CHAIN,
    elements: chainElements,
    refresh: chaining,
    solve: chaining,
    // Into K and out.
    preconditioning: (block) => 2 * bothSides(block),
  },
  'option-2': {
    ...CHAIN,
    // Ψ besides.
    elements: (block, size) => chainElements(block, size) + size,
    refresh: linking,
    solve: linking,
    // I − Ψ before and I − Ψᵀ behind.
    preconditioning: (block) => 4 * bothSides(block),
  },
};

/** What a block takes in its representation, or as the chain it makes. */
export function kroneckerCost({ chain }: KroneckerLayout, representation: Representation): KroneckerCost {
  return chain === null ? BY_REPRESENTATION[representation] : BY_CHAIN[chain.model];
}

/** Inverses, two roots, terms, their eigenvectors and values, K; moments of neighbouring time steps; divisors. */
function chainElements(block: KroneckerLayout, size: number): number {
  const matrices = [...block.a, ...block.g];
  return 6 * size + eigenvalueLayout(matrices).length + sum(matrices, square) + parametersOf(block);
}

/** Multiply-adds of a product with one matrix on either side of the weight; a turn into the basis and one back take two. */
function bothSides({ a, g, slice }: KroneckerLayout): number {
  const [rows, outputs] = slice.shape as readonly [number, number];
  return sum(a, square) * outputs + rows * sum(g, square);
}
