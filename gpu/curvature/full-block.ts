import type { Graph } from '../graph/graph.ts';
import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { meanGradient } from '../nn/site-gradients.ts';
import { accumulateGram } from '../ops/gram.ts';
import { matmul } from '../ops/matmul.ts';
import type { CurvatureBlock, Signals } from './block.ts';
import { caseGradients } from './case-gradients.ts';
import type { DampedInverses } from './damped-inverses.ts';
import type { BlockLayout } from './factor-layout.ts';
import type { PreconditionRoute } from './precondition.ts';

type FullLayout = Extract<BlockLayout, { kind: 'full' }>;

/** The whole Fisher block of a small weight: the second moment of the gradients of single cases, flattened by rows. */
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

  updateGradients(graph: Graph, signals: Signals, coefficients: Tensor): void {
    const { offset, size } = this.layout.f;
    const { cases } = signals.site.rows;
    const rows = graph.reshape(caseGradients(signals), [cases, size]);
    accumulateGram(rows, coefficients, graph.read(this.#factors, [size, size], offset), { scale: 1 / signals.site.terms });
  }

  route(): PreconditionRoute {
    return 'gradient';
  }

  preconditionGradient(graph: Graph, gradient: Tensor): Tensor {
    const { f } = this.layout;
    const flat = graph.reshape(gradient, [1, f.size]);
    return graph.reshape(matmul(flat, this.#inverses.read(graph, f)), gradient.shape);
  }

  preconditionSignals(graph: Graph, { site, gradients }: Signals): Tensor {
    return this.preconditionGradient(graph, meanGradient(site, gradients));
  }
}
