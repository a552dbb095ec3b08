import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { meanGradient } from '../nn/site-gradients.ts';
import { add, divide } from '../ops/binary.ts';
import { matmul } from '../ops/matmul.ts';
import { sum } from '../ops/reduce.ts';
import { affine, square } from '../ops/unary.ts';
import { scatterRows } from '../ops/rows.ts';
import { averageInto } from './average-into.ts';
import type { CurvatureBlock, Signals } from './block.ts';
import { caseGradients } from './case-gradients.ts';
import type { BlockLayout } from './factor-layout.ts';
import type { PreconditionRoute } from './precondition.ts';
import { isPlain } from './shared-rows.ts';

type DiagonalLayout = Extract<BlockLayout, { kind: 'diagonal' }>;

/** The diagonal of the Fisher block. */
export class DiagonalBlock implements CurvatureBlock {
  readonly layout: DiagonalLayout;
  /** Its diagonal. */
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

  updateGradients(graph: Graph, signals: Signals, coefficients: Tensor): void {
    averageInto(graph.read(this.entries), squares(signals), coefficients);
  }

  route(): PreconditionRoute {
    return 'gradient';
  }

  preconditionGradient(graph: Graph, gradient: Tensor): Tensor {
    return divide(gradient, add(graph.read(this.entries), graph.read(this.#strength)));
  }

  preconditionSignals(graph: Graph, { site, gradients }: Signals): Tensor {
    return this.preconditionGradient(graph, meanGradient(site, gradients));
  }
}

/** Squares of the gradients of single cases, summed over them, over the terms of the loss. */
function squares(signals: Signals): Tensor {
  const { site, gradients } = signals;
  const { use, input, rows, terms, weight } = site;
  // A token that comes twice in a case is taken for two, which leaves out how its gradients go together.
  if (use === 'embedding') return affine(scatterRows(square(gradients), input, weight.shape[0]!), 1 / terms);
  // (ā gᵀ)² = ā² (g²)ᵀ.
  if (use === 'dense' && isPlain(rows)) {
    return matmul(square(input), square(gradients), { transposeA: true, homogeneous: true, scale: 1 / terms });
  }
  return affine(sum(square(caseGradients(signals)), [0]), 1 / terms);
}
