import { read, readWrite } from '../runtime/kernel.ts';
import { flatGradient } from './flat-gradient.ts';
import { flatGroups } from './flat-groups.ts';
import type { Optimizer } from './optimizer.ts';

export interface SgdSettings {
  readonly learningRate: number;
  readonly momentum: number;
  /** Nesterov's momentum in the form of Sutskever et al. 2013, §2.1, as most libraries write it. */
  readonly nesterov: boolean;
  /** L2 coefficient η of ½η‖θ‖². */
  readonly weightDecay: number;
}

/** Stochastic gradient descent: v ← m v + ∇h, θ ← θ − lr v (or θ − lr (∇h + m v) with Nesterov). */
export function sgd(settings: SgdSettings): Optimizer {
  return {
    build(step) {
      const { graph, state, model, guard } = step;
      const gradient = flatGradient(step);
      guard.watch(graph, step.meanLoss, gradient);
      const parameters = graph.read(step.parameters);
      const velocity = graph.read(state.variable('velocity', [model.layout.size]));
      const health = graph.read(guard.health);
      graph.effect({
        name: 'sgd',
        reads: [gradient, health],
        updates: [parameters, velocity],
        lower: () => [
          {
            shader: 'optimizers/sgd.wgsl',
            overrides: {
              LEARNING_RATE: settings.learningRate,
              MOMENTUM: settings.momentum,
              NESTEROV: settings.nesterov ? 1 : 0,
              WEIGHT_DECAY: settings.weightDecay,
            },
            bindings: [read(gradient), read(health), readWrite(parameters), readWrite(velocity)],
            workgroups: flatGroups(model.layout.size),
          },
        ],
      });
      return { isDue: () => true, curvature: null };
    },
  };
}
