import { affine } from '../ops/unary.ts';
import { flatGradient } from './flat-gradient.ts';
import { flatUpdate } from './flat-update.ts';
import type { ScheduledRate } from './learning-rate.ts';
import { accumulateMomentum } from './momentum.ts';
import { orthogonalise } from './newton-schulz.ts';
import type { Optimizer } from './optimizer.ts';

export interface MuonSettings extends ScheduledRate {
  readonly momentum: number;
  readonly nesterov: boolean;
  /** Decoupled: θ ← θ − lr · decay · θ. */
  readonly weightDecay: number;
}

/**
 * Muon (Jordan et al. 2024): momentum, its matrix orthogonalised, times √max(1, outputs / inputs).
 *
 * Every weight takes part, the first and the last included, and as a whole: the bias is the row of W̄ that meets the
 * homogeneous one, so W̄ is the matrix of the layer's linear map and is orthogonalised as such. Jordan's own runs leave
 * embeddings, heads and biases to AdamW, of which a dense network in this layout has none.
 */
export function muon(settings: MuonSettings): Optimizer {
  return {
    build(step) {
      const { graph, state, model } = step;
      const momentum = accumulateMomentum(step, flatGradient(step), settings);
      const orthogonal = state.scratch('orthogonal momentum', [model.layout.size]);
      for (const { shape, offset } of model.layout.slices) {
        const [inputs, outputs] = shape as [number, number];
        const direction = orthogonalise(graph.read(momentum, shape, offset));
        graph.store(affine(direction, Math.sqrt(Math.max(1, outputs / inputs))), graph.read(orthogonal, shape, offset));
      }
      flatUpdate(step, orthogonal, {
        name: 'descend',
        rate: settings,
        overrides: { WEIGHT_DECAY: settings.weightDecay },
        moments: [],
      });
      return { isDue: () => true, curvature: null };
    },
  };
}
