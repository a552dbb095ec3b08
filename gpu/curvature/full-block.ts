import type { Graph } from '../graph/graph.ts';
import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { multiply } from '../ops/binary.ts';
import { concatenate } from '../ops/concatenate.ts';
import { accumulateGram } from '../ops/gram.ts';
import { matmul } from '../ops/matmul.ts';
import type { CurvatureBlock, Signals } from './block.ts';
import type { DampedInverses } from './damped-inverses.ts';
import type { BlockLayout } from './factor-layout.ts';
import { meanGradient } from './mean-gradient.ts';
import type { PreconditionRoute } from './precondition.ts';

type FullLayout = Extract<BlockLayout, { kind: 'full' }>;

/** The whole Fisher block of a small weight: the second moment of the gradients ā gᵀ of single cases, flattened by rows. */
export class FullBlock implements CurvatureBlock {
  readonly layout: FullLayout;
  readonly entries = null;
  readonly #factors: Variable;
  readonly #inverses: DampedInverses;

  constructor(layout: FullLayout, factors: Variable, inverses: DampedInverses) {
    this.layout = layout;
    this.#factors = factors;
    this.#inverses = inverses;
  }

  updateInputs(): void {
    // Nothing depends on the inputs alone.
  }

  updateGradients(graph: Graph, { input, gradients }: Signals, coefficients: Tensor): void {
    const [cases, inputs] = input.shape as readonly [number, number];
    const outputs = gradients.shape[1]!;
    const products = multiply(graph.reshape(input, [cases, inputs, 1]), graph.reshape(gradients, [cases, 1, outputs]));
    // The homogeneous coordinate is 1, so the bias row of the product is the gradient itself.
    const rows = concatenate([graph.reshape(products, [cases, inputs * outputs]), gradients], 1);
    const { offset, size } = this.layout.f;
    accumulateGram(rows, coefficients, graph.read(this.#factors, [size, size], offset), { scale: 1 / cases });
  }

  route(): PreconditionRoute {
    return 'gradient';
  }

  preconditionGradient(graph: Graph, gradient: Tensor): Tensor {
    const { f } = this.layout;
    const flat = graph.reshape(gradient, [1, f.size]);
    return graph.reshape(matmul(flat, this.#inverses.read(graph, f)), gradient.shape);
  }

  preconditionSignals(graph: Graph, signals: Signals): Tensor {
    return this.preconditionGradient(graph, meanGradient(signals));
  }
}
