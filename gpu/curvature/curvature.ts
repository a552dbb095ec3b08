import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { ParameterLayout } from '../nn/parameters.ts';
import type { Site } from '../nn/site.ts';
import type { CurvatureBlock } from './block.ts';
import { DampedInverses } from './damped-inverses.ts';
import { DiagonalBlock } from './diagonal-block.ts';
import type { Estimation } from './estimation.ts';
import { layoutFactors, type BlockLayout, type FactorLayout } from './factor-layout.ts';
import { FullBlock } from './full-block.ts';
import { KroneckerBlock } from './kronecker-block.ts';
import { MovingAverage } from './moving-average.ts';
import type { BlockStructure } from './structure.ts';

export interface CurvatureSettings {
  /** One for each weight. */
  readonly structures: readonly BlockStructure[];
  readonly estimation: Estimation;
  /** Largest decay of the averages. */
  readonly decay: number;
}

/**
 * The block-diagonal approximation of the Fisher, one block for each weight: averages of its statistics, damped
 * inverses of the matrices among them, and what blocks make of a gradient.
 */
export class Curvature {
  readonly layout: FactorLayout;
  readonly blocks: readonly CurvatureBlock[];
  /** Flat averages of all matrices. */
  readonly factors: Variable;
  /** λ + η of the last refresh, `[1]`. */
  readonly strength: Variable;
  readonly inverses: DampedInverses;
  readonly #average: MovingAverage;

  /** @throws ShapeError when a structure does not fit its weight. */
  constructor(state: State, parameters: ParameterLayout, { structures, estimation, decay }: CurvatureSettings) {
    this.layout = layoutFactors(parameters, structures, estimation !== 'forward-only');
    this.factors = state.variable('factors', [this.layout.size]);
    this.strength = state.variable('damping strength', [1]);
    this.inverses = new DampedInverses(state, this.layout);
    this.blocks = this.layout.blocks.map((layout) => this.#blockFor(state, layout));
    this.#average = new MovingAverage(state, decay);
  }

  /**
   * Moves the averages towards this batch. They are means over its cases, so gradients must be those of single cases;
   * the sets of an estimation that takes several passes add up.
   */
  update(graph: Graph, sites: readonly Site[], gradientSets: Iterable<readonly Tensor[]>): void {
    const { first, further } = this.#average.advance(graph);
    for (const [index, { input }] of sites.entries()) this.blocks[index]!.updateInputs(graph, input, first);
    let coefficients = first;
    for (const set of gradientSets) {
      for (const [index, gradients] of set.entries()) {
        this.blocks[index]!.updateGradients(graph, { input: sites[index]!.input, gradients }, coefficients);
      }
      coefficients = further;
    }
  }

  /** Takes over the damping λ + η, f32 `[1]`, and inverts with it. */
  refresh(graph: Graph, strength: Tensor): void {
    graph.store(strength, graph.read(this.strength));
    this.inverses.refresh(graph, graph.read(this.factors), graph.read(this.strength));
  }

  #blockFor(state: State, layout: BlockLayout): CurvatureBlock {
    switch (layout.kind) {
      case 'kronecker':
        return new KroneckerBlock(layout, this.factors, this.inverses);
      case 'full':
        return new FullBlock(layout, this.factors, this.inverses);
      case 'diagonal':
        return new DiagonalBlock(state, layout, this.strength);
    }
  }
}
