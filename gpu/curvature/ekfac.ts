import type { Graph } from '../graph/graph.ts';
import { EkfacBlock } from './ekfac-block.ts';
import { InEigenbasis } from './in-eigenbasis.ts';
import { MovingAverage, type Sample } from './moving-average.ts';
import type { RepresentationParts } from './representation.ts';

/** EKFAC: scalings averaged in the eigenbases, anew with each basis that is solved for (George et al. 2018, §4). */
export class Ekfac extends InEigenbasis {
  readonly #scaled: readonly EkfacBlock[];
  readonly #average: MovingAverage;

  constructor(parts: RepresentationParts) {
    const average = new MovingAverage(parts.state, 'scaling', parts.decay);
    const scaled: EkfacBlock[] = [];
    super(parts, (layout, bases) => {
      const block = new EkfacBlock(layout, { ...parts, bases, average });
      scaled.push(block);
      return block;
    });
    this.#scaled = scaled;
    this.#average = average;
  }

  override advance(graph: Graph, sample: Omit<Sample, 'isLast'>): void {
    this.#average.advance(graph, { ...sample, isLast: false });
  }

  override solveBases(graph: Graph): void {
    super.solveBases(graph);
    for (const block of this.#scaled) block.restart(graph);
    this.#average.restart(graph);
  }
}
