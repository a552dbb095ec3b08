import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { ParameterLayout } from '../nn/parameters.ts';
import type { Site } from '../nn/site.ts';
import { ShapeError } from '../runtime/errors.ts';
import { Admission } from './admission.ts';
import type { CurvatureBlock, GradientSource } from './block.ts';
import { DampedInverses } from './damped-inverses.ts';
import { DiagonalBlock } from './diagonal-block.ts';
import { EigenBlock } from './eigen-block.ts';
import { Eigenbases } from './eigenbases.ts';
import type { Estimation } from './estimation.ts';
import { layoutFactors, type BlockLayout, type FactorLayout, type KroneckerLayout } from './factor-layout.ts';
import { FullBlock } from './full-block.ts';
import { DIRECT_INVERSES, type InverseSettings } from './inverse-settings.ts';
import { KroneckerBlock } from './kronecker-block.ts';
import { meanGradient } from './mean-gradient.ts';
import { MovingAverage, type AverageCoefficients } from './moving-average.ts';
import type { PreconditionProblem, PreconditionRoute } from './precondition.ts';
import type { RefreshShare } from './refresh-schedule.ts';
import type { BlockStructure } from './structure.ts';
import { Tridiagonal } from './tridiagonal.ts';

/**
 * How Kronecker blocks are damped and inverted.
 * `factored`: each factor with its share of the damping; `eigenbasis`: their product, exactly, in the basis of its
 * eigenvectors; `ekfac`: there too, with second moments of gradients for eigenvalues; `tridiagonal`: factored, and every
 * layer linked to its neighbours.
 */
export type Representation = 'factored' | 'eigenbasis' | 'ekfac' | 'tridiagonal';

export interface CurvatureSettings {
  /** One for each weight. */
  readonly structures: readonly BlockStructure[];
  readonly estimation: Estimation;
  /** Largest decay of the averages. */
  readonly decay: number;
  /** `factored` when absent. */
  readonly representation?: Representation;
  /** Cholesky of all matrices when absent. */
  readonly inverses?: InverseSettings;
}

/**
 * The approximation of the Fisher by one block for each weight, and perhaps links between neighbours: averages of
 * statistics, damped inverses or eigenbases of the matrices among them, and what all that makes of a gradient.
 */
export class Curvature {
  readonly layout: FactorLayout;
  readonly blocks: readonly CurvatureBlock[];
  /** Flat averages of all matrices. */
  readonly factors: Variable;
  /** λ + η of the last refresh, `[1]`. */
  readonly strength: Variable;
  readonly inverses: DampedInverses;
  /** Of all Kronecker blocks, unless they are factored. */
  readonly bases: Eigenbases | null;
  /** Between neighbouring layers, in the tridiagonal representation. */
  readonly links: Tridiagonal | null;
  readonly #average: MovingAverage;
  readonly #scalingAverage: MovingAverage;
  readonly #admission: Admission;

  /** @throws ShapeError when a structure does not fit its weight, or one but a whole Kronecker block is to be linked. */
  constructor(
    state: State,
    parameters: ParameterLayout,
    { structures, estimation, decay, representation = 'factored', inverses = DIRECT_INVERSES }: CurvatureSettings,
  ) {
    this.layout = layoutFactors(parameters, structures, estimation !== 'forward-only');
    this.factors = state.variable('factors', [this.layout.size]);
    this.strength = state.variable('damping strength', [1]);
    this.#average = new MovingAverage(state, 'factor', decay);
    this.#scalingAverage = new MovingAverage(state, 'scaling', decay);
    this.#admission = new Admission(state);
    if (representation === 'factored' || representation === 'tridiagonal') {
      this.bases = null;
      this.inverses = new DampedInverses(state, this.layout, inverses);
    } else {
      const inverted = this.layout.blocks.filter(({ kind }) => kind !== 'kronecker');
      const solved = this.layout.blocks.flatMap((block) => (block.kind === 'kronecker' ? [...block.a, ...block.g] : []));
      this.bases = new Eigenbases(state, solved, this.layout.size);
      this.inverses = new DampedInverses(state, partOf(this.layout, inverted), inverses);
    }
    const corrected = representation === 'ekfac';
    this.blocks = this.layout.blocks.map((layout) => this.#blockFor(state, layout, corrected));
    const isLinked = representation === 'tridiagonal';
    this.links = isLinked ? new Tridiagonal(state, this.layout.blocks.map(wholeKronecker), this.factors, this.inverses) : null;
  }

  /**
   * Moves the averages towards this batch. They are means over its cases, so gradients must be those of single cases;
   * the sets of an estimation that takes several passes add up. Signals that are not finite, and those of a step that is
   * not fine, are left out.
   * @param health u32 `[2]`, all ones in its first word for a step that is fine, as every step is when it is absent
   */
  update(
    graph: Graph,
    sites: readonly Site[],
    gradientSets: Iterable<readonly Tensor[]>,
    health: Tensor = graph.read(this.#admission.fine),
  ): void {
    const sets = gradientSets[Symbol.iterator]();
    let set = sets.next();
    this.#admission.examine(graph, [...sites.map(({ input }) => input), ...(set.done === true ? [] : set.value)]);
    const { factors, scalings } = this.#advance(graph, health, false);
    for (const [index, { input }] of sites.entries()) this.blocks[index]!.updateInputs(graph, input, factors.first);
    this.links?.updateInputs(graph, sites, factors.first);
    for (let isFirst = true; set.done !== true; isFirst = false) {
      const coefficients = isFirst ? factors.first : factors.further;
      this.links?.updateGradients(graph, set.value, coefficients);
      for (const [index, gradients] of set.value.entries()) {
        const block = this.blocks[index]!;
        const signals = { input: sites[index]!.input, gradients };
        block.updateGradients(graph, signals, coefficients);
        if (scalings !== null && block instanceof EigenBlock) {
          block.updateScalings(graph, signals, isFirst ? scalings.first : scalings.further);
        }
      }
      set = sets.next();
      if (set.done === true) return;
      this.#admission.examine(graph, set.value);
      this.#advance(graph, health, true);
    }
  }

  /** Takes over the damping λ + η, f32 `[1]`, and inverts with it what is inverted: all, or the matrices of a share. */
  refresh(graph: Graph, strength: Tensor, counter: Tensor, share: RefreshShare = this.inverses.whole): void {
    graph.store(strength, graph.read(this.strength));
    this.inverses.refresh(graph, { factors: graph.read(this.factors), strength: graph.read(this.strength), counter }, share);
    this.links?.refresh(graph);
  }

  /** F̆⁻¹∇h: what the approximation makes of the gradients of all weights, each `[inputs + 1, outputs]`. */
  precondition(graph: Graph, sources: readonly GradientSource[]): readonly Tensor[] {
    if (this.links !== null) return this.links.precondition(graph, sources.map(gradientOf));
    return this.blocks.map((block, index) => {
      const source = sources[index]!;
      return source.route === 'gradient'
        ? block.preconditionGradient(graph, source.gradient)
        : block.preconditionSignals(graph, source.signals);
    });
  }

  /** The cheapest thing that the inverse of a weight's block can be applied to. */
  route(index: number, problem: PreconditionProblem): PreconditionRoute {
    return this.links === null ? this.blocks[index]!.route(problem) : 'gradient';
  }

  /** Solves for the eigenbases of the factors as they are. */
  solveBases(graph: Graph): void {
    if (this.bases === null) return;
    this.bases.solve(graph, graph.read(this.factors));
    for (const block of this.#eigenBlocks) block.resetScalings(graph);
    this.#scalingAverage.restart(graph);
  }

  /** Turns the eigenbases towards the factors as they are. */
  turnBases(graph: Graph): void {
    this.bases?.iterate(graph, graph.read(this.factors));
  }

  get #eigenBlocks(): readonly EigenBlock[] {
    return this.blocks.filter((block) => block instanceof EigenBlock);
  }

  /** Coefficients for the first sample of an update, or, once more, for a further one; the last to look closes the verdict. */
  #advance(graph: Graph, health: Tensor, isFurther: boolean): { factors: AverageCoefficients; scalings: AverageCoefficients | null } {
    const verdict = graph.read(this.#admission.verdict);
    const scalings =
      this.#eigenBlocks.length > 0 ? this.#scalingAverage.advance(graph, { verdict, health, isFurther, isLast: false }) : null;
    return { factors: this.#average.advance(graph, { verdict, health, isFurther, isLast: true }), scalings };
  }

  #blockFor(state: State, layout: BlockLayout, corrected: boolean): CurvatureBlock {
    const { factors, inverses, bases, strength } = this;
    switch (layout.kind) {
      case 'kronecker':
        return bases === null
          ? new KroneckerBlock(layout, factors, inverses)
          : new EigenBlock(state, layout, { factors, bases, strength }, corrected);
      case 'full':
        return new FullBlock(layout, factors, inverses);
      case 'diagonal':
        return new DiagonalBlock(state, layout, strength);
    }
  }
}

function gradientOf(source: GradientSource): Tensor {
  return source.route === 'gradient' ? source.gradient : meanGradient(source.signals);
}

/** @throws ShapeError for a block that cannot be linked to others. */
function wholeKronecker(layout: BlockLayout): KroneckerLayout {
  if (layout.kind === 'kronecker' && layout.a.length === 1 && layout.g.length === 1) return layout;
  throw new ShapeError(
    `block ${layout.slice.name}: expected a whole Kronecker block with an estimated G beside the tridiagonal representation, got another; choose "factored"`,
  );
}

/** The layout of some of the blocks; no memory where they have no matrices. */
function partOf({ size, matrices }: FactorLayout, blocks: readonly BlockLayout[]): FactorLayout {
  const kept = matrices.filter((matrix) => blocks.some((block) => block.kind === 'full' && block.f === matrix));
  return { blocks, matrices: kept, size: kept.length > 0 ? size : 0 };
}
