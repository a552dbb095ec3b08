import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { add, divide } from '../ops/binary.ts';
import { square } from '../ops/unary.ts';
import { averageInto } from './average-into.ts';
import type { CurvatureBlock, Signals } from './block.ts';
import type { BlockLayout } from './factor-layout.ts';
import { meanGradient } from './mean-gradient.ts';
import type { PreconditionRoute } from './precondition.ts';

type DiagonalLayout = Extract<BlockLayout, { kind: 'diagonal' }>;

/** The diagonal of the Fisher block: since (ā gᵀ)² = ā² (g²)ᵀ case by case, one product of squares. */
export class DiagonalBlock implements CurvatureBlock {
  readonly layout: DiagonalLayout;
  readonly entries: Variable;
  readonly #strength: Variable;

  /** @param strength λ + η, `[1]`. */
  constructor(state: State, layout: DiagonalLayout, strength: Variable) {
    this.layout = layout;
    this.#strength = strength;
    this.entries = state.variable(`${layout.slice.name} diagonal`, layout.slice.shape);
  }

  updateInputs(): void {
    // Nothing depends on the inputs alone.
  }

  updateGradients(graph: Graph, { input, gradients }: Signals, coefficients: Tensor): void {
    const sample = meanGradient({ input: square(input), gradients: square(gradients) });
    averageInto(graph.read(this.entries), sample, coefficients);
  }

  route(): PreconditionRoute {
    return 'gradient';
  }

  preconditionGradient(graph: Graph, gradient: Tensor): Tensor {
    return divide(gradient, add(graph.read(this.entries), graph.read(this.#strength)));
  }

  preconditionSignals(graph: Graph, signals: Signals): Tensor {
    return this.preconditionGradient(graph, meanGradient(signals));
  }
}
