import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { averageInto } from './average-into.ts';
import type { Signals } from './block.ts';
import { EigenBlock, type EigenBlockParts } from './eigen-block.ts';
import type { KroneckerLayout, SideMatrix } from './factor-layout.ts';
import type { MovingAverage } from './moving-average.ts';
import { sharedGradients, sharedInputs } from './shared-rows.ts';
import { homogeneousTimesRight, timesRight } from './sides.ts';
import { squaredGradients } from './squared-gradients.ts';

export interface EkfacBlockParts extends EigenBlockParts {
  readonly state: State;
  /** Counts the samples of the scalings, which start anew with each basis. */
  readonly average: MovingAverage;
}

/** Second moments S of gradients in the eigenbasis in place of d_A d_Gᵀ (George et al. 2018, §4). */
export class EkfacBlock extends EigenBlock {
  /** S, `[inputs + 1, outputs]`. */
  override readonly entries: Variable;
  readonly #average: MovingAverage;

  constructor(layout: KroneckerLayout, parts: EkfacBlockParts) {
    super(layout, parts);
    this.entries = parts.state.variable(`${layout.slice.name} scalings`, layout.slice.shape);
    this.#average = parts.average;
  }

  /** Moves G, and S by the squares of gradients seen in the basis as it is. */
  override updateGradients(graph: Graph, signals: Signals, coefficients: Tensor): void {
    super.updateGradients(graph, signals, coefficients);
    const vectorsOf = (part: SideMatrix): Tensor => this.bases.vectorsOf(graph, part);
    const { site, gradients } = signals;
    const { a, g, sharing } = this.layout;
    const inputs = homogeneousTimesRight(a, vectorsOf, sharedInputs(site, sharing).values);
    const outputs = sharedGradients(site, gradients, sharing);
    const sample = squaredGradients(inputs, timesRight(g, vectorsOf, outputs.values), outputs.rows, site.terms);
    averageInto(graph.read(this.entries), sample, this.#average.coefficients(graph));
  }

  /** Starts S anew from d_A d_Gᵀ, in a basis that has just been solved for. */
  restart(graph: Graph): void {
    graph.store(super.spectrum(graph), graph.read(this.entries));
  }

  protected override spectrum(graph: Graph): Tensor {
    return graph.read(this.entries);
  }
}
