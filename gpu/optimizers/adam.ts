import { read, readWrite } from '../runtime/kernel.ts';
import { flatGradient } from './flat-gradient.ts';
import { flatGroups } from './flat-groups.ts';
import type { Optimizer } from './optimizer.ts';

export interface AdamSettings {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled decay of Loshchilov & Hutter 2019 (AdamW): θ ← θ − lr · decay · θ. */
  readonly weightDecay: number;
}

/** Adam (Kingma & Ba 2015, algorithm 1) with decoupled weight decay. */
export function adam(settings: AdamSettings): Optimizer {
  return {
    build(step) {
      const { graph, state, model, guard, counter } = step;
      const gradient = flatGradient(step);
      guard.watch(graph, step.meanLoss, gradient);
      const parameters = graph.read(step.parameters);
      const first = graph.read(state.variable('first moment', [model.layout.size]));
      const second = graph.read(state.variable('second moment', [model.layout.size]));
      const health = graph.read(guard.health);
      graph.effect({
        name: 'adam',
        reads: [gradient, health, counter],
        updates: [parameters, first, second],
        lower: () => [
          {
            shader: 'optimizers/adam.wgsl',
            overrides: {
              LEARNING_RATE: settings.learningRate,
              BETA_1: settings.beta1,
              BETA_2: settings.beta2,
              LOG_BETA_1: Math.log(Math.max(settings.beta1, Number.MIN_VALUE)),
              LOG_BETA_2: Math.log(Math.max(settings.beta2, Number.MIN_VALUE)),
              EPSILON: settings.epsilon,
              WEIGHT_DECAY: settings.weightDecay,
            },
            bindings: [read(gradient), read(health), read(counter), readWrite(parameters), readWrite(first), readWrite(second)],
            workgroups: flatGroups(model.layout.size),
          },
        ],
      });
      return { isDue: () => true, curvature: null };
    },
  };
}
