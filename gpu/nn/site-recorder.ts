import type { Tensor } from '../graph/tensor.ts';
import { concatenate } from '../ops/concatenate.ts';
import { ShapeError } from '../runtime/errors.ts';
import type { ParameterLayout } from './parameters.ts';
import type { Site, TransposedUse } from './site.ts';

interface Use {
  readonly input: Tensor;
  readonly preactivation: Tensor;
}

/** Collects the uses of every weight while a forward pass is traced. */
export class SiteRecorder {
  readonly #layout: ParameterLayout;
  readonly #weights: readonly Tensor[];
  readonly #cases: number;
  readonly #uses: readonly Use[][];

  constructor(layout: ParameterLayout, weights: readonly Tensor[], cases: number) {
    this.#layout = layout;
    this.#weights = weights;
    this.#cases = cases;
    this.#uses = weights.map(() => []);
  }

  /** One use of weight number `place`. */
  record(place: number, input: Tensor, preactivation: Tensor): void {
    this.#uses[place]!.push({ input, preactivation });
  }

  /**
   * The sites of all weights for outputs of so many rows.
   * @throws ShapeError for a weight that is not used, or by uses of different sizes.
   */
  sites(terms: number): readonly Site[] {
    return this.#layout.slices.map(({ name, use }, place): Site => {
      const uses = this.#uses[place]!;
      const common = { name, use, weight: this.#weights[place]!, terms };
      if (use !== 'tied-embedding') return { ...common, ...this.#stacked(name, uses), transposed: null };
      const looksUp = ({ input }: Use): boolean => input.dtype === 'u32';
      const transposed = this.#stacked(
        name,
        uses.filter((one) => !looksUp(one)),
      );
      return { ...common, ...this.#stacked(name, uses.filter(looksUp)), transposed };
    });
  }

  /** @throws ShapeError for no uses, or uses of different sizes. */
  #stacked(name: string, uses: readonly Use[]): TransposedUse {
    const sizes = new Set(uses.map(({ preactivation }) => preactivation.shape[0]!));
    const [size] = sizes;
    if (size === undefined || sizes.size > 1) {
      throw new ShapeError(
        `weight ${name}: expected uses on equally many positions, got ${size === undefined ? 'none' : [...sizes].join(' and ')}; tie it to uses alike`,
      );
    }
    return {
      input: concatenate(uses.map(({ input }) => input) as [Tensor, ...Tensor[]], 0),
      preactivations: uses.map(({ preactivation }) => preactivation),
      rows: { uses: uses.length, cases: this.#cases, positions: size / this.#cases },
    };
  }
}
