import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { TimeSeries } from '../nn/site.ts';
import type { RowArrangement, Site } from '../nn/site.ts';
import { slice } from '../ops/slice.ts';
import { averageInto } from './average-into.ts';
import type { Signals } from './block.ts';
import { crossMoment, homogeneousCrossMoment } from './cross-moment.ts';
import type { SideMatrix } from './factor-layout.ts';
import type { PencilSides } from './pencils.ts';
import { inputPart } from './sides.ts';

/**
 * Averages of ā_t ā_{t−1}ᵀ and g_t g_{t−1}ᵀ of a recurrent weight, part by part, beside those of one time step. Sums over the T − 1 pairs
 * of a sequence count as the T products of single steps do, as if zeros stood before and behind it: together they are then second
 * moments of something, so that no |ψ| exceeds 1 (Martens, Ba & Johnson 2018, appendix B.2).
 */
export class LagMoments {
  readonly #sides: PencilSides;
  readonly #series: TimeSeries;
  readonly #moments: ReadonlyMap<SideMatrix, Variable>;

  constructor(state: State, name: string, sides: PencilSides, series: TimeSeries) {
    this.#sides = sides;
    this.#series = series;
    this.#moments = new Map([...moments(state, `${name} lag A`, sides.a), ...moments(state, `${name} lag G`, sides.g)]);
  }

  /** Moves the averages of inputs, means over their rows; `coefficients` `[2]` are decay and weight. */
  updateInputs(graph: Graph, { input, rows }: Site, coefficients: Tensor): void {
    const { later, earlier } = neighbours(input, rows, this.#series);
    const scale = 1 / input.shape[0]!;
    for (const part of this.#sides.a) {
      const [one, other] = [inputPart(later, part), inputPart(earlier, part)];
      const moment = part === this.#sides.a.at(-1) ? homogeneousCrossMoment(one, other, scale) : crossMoment(one, other, scale);
      averageInto(this.read(graph, part), moment, coefficients);
    }
  }

  /** Moves the averages of preactivation gradients, means over the terms of the loss. */
  updateGradients(graph: Graph, { site, gradients }: Signals, coefficients: Tensor): void {
    const { later, earlier } = neighbours(gradients, site.rows, this.#series);
    for (const part of this.#sides.g) {
      const columns = (x: Tensor): Tensor => slice(x, 1, part.start, part.size);
      averageInto(this.read(graph, part), crossMoment(columns(later), columns(earlier), 1 / site.terms), coefficients);
    }
  }

  /** Of one part, `[size, size]`. */
  read(graph: Graph, part: SideMatrix): Tensor {
    return graph.read(this.#moments.get(part)!);
  }
}

function moments(state: State, label: string, parts: readonly SideMatrix[]): (readonly [SideMatrix, Variable])[] {
  return parts.map((part, index) => [part, state.variable(parts.length === 1 ? label : `${label}.${index}`, [part.size, part.size])]);
}

/** The rows of all time steps but the first, and those of the steps right before them. */
function neighbours(
  x: Tensor,
  { uses, cases, positions }: RowArrangement,
  { axis, steps }: TimeSeries,
): { readonly later: Tensor; readonly earlier: Tensor } {
  const columns = x.shape[1]!;
  // What a time step takes, and all that comes before and behind it.
  const [outer, inner] = axis === 'uses' ? [uses / steps, cases * positions] : [uses * cases, 1];
  const inTime = x.graph.reshape(x, [outer, steps, inner * columns]);
  const from = (start: number): Tensor => x.graph.reshape(slice(inTime, 1, start, steps - 1), [outer * (steps - 1) * inner, columns]);
  return { later: from(1), earlier: from(0) };
}
