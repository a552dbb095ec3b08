import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { matmul } from '../ops/matmul.ts';
import { square } from '../ops/unary.ts';
import { averageInto } from './average-into.ts';
import type { Signals } from './block.ts';
import { EigenBlock, type EigenBlockParts } from './eigen-block.ts';
import type { KroneckerLayout, SideMatrix } from './factor-layout.ts';
import type { MovingAverage } from './moving-average.ts';
import { homogeneousTimesRight, timesRight } from './sides.ts';

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
    const inputs = square(homogeneousTimesRight(this.layout.a, vectorsOf, signals.input));
    const outputs = square(timesRight(this.layout.g, vectorsOf, signals.gradients));
    const sample = matmul(inputs, outputs, { transposeA: true, scale: 1 / signals.input.shape[0]! });
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
