import type { Graph } from '../graph/graph.ts';
import type { Variable } from '../graph/state.ts';
import type { CurvatureBlock } from './block.ts';
import { BlockDiagonal } from './block-diagonal.ts';
import { DampedInverses } from './damped-inverses.ts';
import { EigenBlock } from './eigen-block.ts';
import { Eigenbases } from './eigenbases.ts';
import type { FactorLayout, KroneckerLayout } from './factor-layout.ts';
import type { DerivedMatrices, RepresentationParts } from './representation.ts';

/** A ⊗ G in the basis of its eigenvectors, damped exactly; only full blocks are inverted. */
export class InEigenbasis extends BlockDiagonal {
  readonly #bases: Eigenbases;
  readonly #factors: Variable;

  /** @param blockIn makes the block of one weight in the bases of all. */
  constructor(
    parts: RepresentationParts,
    blockIn = (layout: KroneckerLayout, bases: Eigenbases): CurvatureBlock => new EigenBlock(layout, { ...parts, bases }),
  ) {
    const { state, layout, factors } = parts;
    const solved = layout.blocks.flatMap((block) => (block.kind === 'kronecker' ? [...block.a, ...block.g] : []));
    const bases = new Eigenbases(state, solved, layout.size);
    super(parts, new DampedInverses(state, withoutKronecker(layout), parts.inverses), (block) => blockIn(block, bases));
    this.#bases = bases;
    this.#factors = factors;
  }

  override get status(): Variable {
    return this.#bases.status;
  }

  override get derived(): readonly DerivedMatrices[] {
    return [...super.derived, { kind: 'eigenvectors', variable: this.#bases.vectors }];
  }

  override solveBases(graph: Graph): void {
    this.#bases.solve(graph, graph.read(this.#factors));
  }

  override turnBases(graph: Graph): void {
    this.#bases.iterate(graph, graph.read(this.#factors));
  }
}

/** The layout of the other blocks; no memory where they have no matrices. */
function withoutKronecker({ blocks, size }: FactorLayout): FactorLayout {
  const others = blocks.filter(({ kind }) => kind !== 'kronecker');
  const matrices = others.flatMap((block) => (block.kind === 'full' ? [block.f] : []));
  return { blocks: others, matrices, size: matrices.length > 0 ? size : 0 };
}
