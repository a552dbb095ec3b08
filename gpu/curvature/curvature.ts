import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { ParameterLayout } from '../nn/parameters.ts';
import type { Site } from '../nn/site.ts';
import { Admission } from './admission.ts';
import type { CurvatureBlock, GradientSource } from './block.ts';
import type { DampedInverses } from './damped-inverses.ts';
import type { Estimation } from './estimation.ts';
import { layoutFactors, type FactorLayout } from './factor-layout.ts';
import { DIRECT_INVERSES, type InverseSettings } from './inverse-settings.ts';
import type { Links } from './links.ts';
import { MovingAverage } from './moving-average.ts';
import type { PreconditionProblem, PreconditionRoute } from './precondition.ts';
import type { RefreshShare } from './refresh-schedule.ts';
import { represent } from './represent.ts';
import type { DerivedMatrices, ModelBlocks, Representation } from './representation.ts';
import type { BlockStructure } from './structure.ts';

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
 * statistics, damped inverses or eigenbases of the matrices among them, and what all that makes of a gradient. What is in
 * common to all representations is here; what differs is in the `ModelBlocks` of the one that was chosen.
 */
export class Curvature {
  readonly layout: FactorLayout;
  /** Flat averages of all matrices. */
  readonly factors: Variable;
  /** λ + η of the last refresh, `[1]`. */
  readonly strength: Variable;
  readonly #model: ModelBlocks;
  readonly #average: MovingAverage;
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
    this.#admission = new Admission(state);
    const { layout, factors, strength } = this;
    this.#model = represent(representation, { state, layout, factors, strength, decay, inverses });
  }

  /** One for each weight. */
  get blocks(): readonly CurvatureBlock[] {
    return this.#model.blocks;
  }

  /** Of the matrices that are inverted. */
  get inverses(): DampedInverses {
    return this.#model.inverses;
  }

  /** u32, not 0 where a matrix could not be inverted, or solved, the last time. */
  get status(): Variable {
    return this.#model.status;
  }

  /** Between neighbouring layers; null where blocks know nothing of each other. */
  get links(): Links | null {
    return this.#model.links;
  }

  /** What is made of the factors and laid out like them. */
  get derived(): readonly DerivedMatrices[] {
    return this.#model.derived;
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
    const coefficients = this.#average.coefficients(graph);
    const begin = (gradients: readonly Tensor[]): void => {
      this.#count(
        graph,
        [...sites.flatMap(({ input, transposed }) => (transposed === null ? [input] : [input, transposed.input])), ...gradients],
        health,
        false,
      );
      this.#model.updateInputs(graph, sites, coefficients);
    };
    let isFurther = false;
    for (const gradients of gradientSets) {
      if (isFurther) this.#count(graph, gradients, health, true);
      else begin(gradients);
      this.#model.updateGradients(graph, sites, gradients, coefficients);
      isFurther = true;
    }
    // An estimation without gradients has inputs all the same.
    if (!isFurther) begin([]);
  }

  /** Solves for the eigenbases of the factors as they are, where there are any. */
  solveBases(graph: Graph): void {
    this.#model.solveBases(graph);
  }

  /** Turns the eigenbases towards the factors as they are. */
  turnBases(graph: Graph): void {
    this.#model.turnBases(graph);
  }

  /** Takes over the damping λ + η, f32 `[1]`, and inverts with it what is inverted: all, or the matrices of a share. */
  refresh(graph: Graph, strength: Tensor, counter: Tensor, share: RefreshShare = this.inverses.whole): void {
    graph.store(strength, graph.read(this.strength));
    this.#model.refresh(graph, { factors: graph.read(this.factors), strength: graph.read(this.strength), counter }, share);
  }

  /** The cheapest thing that the inverse of a weight's block can be applied to. */
  route(index: number, problem: PreconditionProblem): PreconditionRoute {
    return this.#model.route(index, problem);
  }

  /** F̆⁻¹∇h: what the approximation makes of the gradients of all weights, each `[inputs + 1, outputs]`. */
  precondition(graph: Graph, sources: readonly GradientSource[]): readonly Tensor[] {
    return this.#model.precondition(graph, sources);
  }

  /** Looks at signals and counts them as a sample, a further one of an update already begun or its first. */
  #count(graph: Graph, signals: readonly Tensor[], health: Tensor, isFurther: boolean): void {
    this.#admission.examine(graph, signals);
    const sample = { verdict: graph.read(this.#admission.verdict), health, isFurther };
    this.#model.advance(graph, sample);
    this.#average.advance(graph, { ...sample, isLast: true });
  }
}
