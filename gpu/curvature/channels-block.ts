import type { Graph } from '../graph/graph.ts';
import type { Variable } from '../graph/state.ts';
import { alignSlice } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { meanGradient } from '../nn/site-gradients.ts';
import { contract } from '../ops/contract.ts';
import { pad, slice } from '../ops/slice.ts';
import { averageInto } from './average-into.ts';
import type { CurvatureBlock, Signals } from './block.ts';
import { caseGradients } from './case-gradients.ts';
import type { DampedInverses } from './damped-inverses.ts';
import type { ChannelsLayout } from './factor-layout.ts';
import type { PreconditionRoute } from './precondition.ts';

/**
 * The Fisher of a channelwise weight `[K + 1, channels]` without what goes on between channels: one block `[K + 1, K + 1]`
 * for each, the second moment of its gradients of single cases, U_c = (F_c + λI)⁻¹ ∇_c.
 */
export class ChannelsBlock implements CurvatureBlock {
  readonly layout: ChannelsLayout;
  readonly entries = null;
  readonly #factors: Variable;
  readonly #inverses: DampedInverses;

  constructor(layout: ChannelsLayout, factors: Variable, inverses: DampedInverses) {
    this.layout = layout;
    this.#factors = factors;
    this.#inverses = inverses;
  }

  updateInputs(): void {
    // Nothing depends on the inputs alone.
  }

  updateGradients(graph: Graph, signals: Signals, coefficients: Tensor): void {
    const gradients = caseGradients(signals);
    const [, rows, channels] = gradients.shape as readonly [number, number, number];
    const moments = contract(gradients, gradients, 'nic,njc->cij', { scale: 1 / signals.site.terms });
    const flat = graph.reshape(moments, [channels, rows * rows]);
    averageInto(this.#all(graph, this.#factors), pad(flat, 1, 0, alignSlice(rows * rows) - rows * rows), coefficients);
  }

  route(): PreconditionRoute {
    return 'gradient';
  }

  preconditionGradient(graph: Graph, gradient: Tensor): Tensor {
    const [rows, channels] = gradient.shape as readonly [number, number];
    const inverses = slice(this.#all(graph, this.#inverses.inverses), 1, 0, rows * rows);
    return contract(graph.reshape(inverses, [channels, rows, rows]), gradient, 'cij,jc->ic');
  }

  preconditionSignals(graph: Graph, { site, gradients }: Signals): Tensor {
    return this.preconditionGradient(graph, meanGradient(site, gradients));
  }

  /** The matrices of all channels with what lies between them, `[channels, aligned size]`; they are alike, so evenly spaced. */
  #all(graph: Graph, variable: Variable): Tensor {
    const { channels } = this.layout;
    return graph.read(variable, [channels.length, alignSlice(channels[0].size ** 2)], channels[0].offset);
  }
}
