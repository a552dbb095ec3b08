import { DAMPING_PERIOD } from './adaptation-periods.ts';
import { applyUpdate } from './apply-update.ts';
import { conjugateGradient, type ConjugateGradientSettings } from './conjugate-gradient.ts';
import { flatGradient } from './flat-gradient.ts';
import { adaptDamping } from './levenberg-marquardt.ts';
import type { Optimizer } from './optimizer.ts';
import { QuadraticModel } from './quadratic-model.ts';

export interface HessianFreeSettings extends ConjugateGradientSettings {
  /** Tikhonov λ, given or adapted by the reduction ratio, as K-FAC's. */
  readonly damping: { readonly kind: 'fixed' | 'levenberg-marquardt'; readonly lambda: number };
}

/**
 * Hessian-free optimisation (Martens 2010) by truncated conjugate gradients on products with the Fisher, warm-started, without
 * a preconditioner. Gradient, curvature and model see the same minibatch. The length of the step comes from the exact
 * quadratic model along the direction and the update before, in place of a line search, and λ follows the rule that
 * K-FAC's does, so that the two differ in how the system is solved and in nothing else.
 */
export function hessianFree(settings: HessianFreeSettings): Optimizer {
  const { damping, weightDecay } = settings;
  return {
    build(step) {
      const { graph, state, model, pass, loss, guard } = step;
      const lambda = graph.read(state.variable('lambda', [1], Float32Array.of(damping.lambda)));
      const outputGradient = loss.gradient(pass.outputs, step.targets);
      const gradient = graph.read(flatGradient(step, outputGradient, weightDecay));
      const { direction, status } = conjugateGradient(step, gradient, lambda, settings);
      guard.watch(graph, step.meanLoss, direction);

      const update = graph.read(state.variable('update', [model.layout.size]));
      const quadratic = new QuadraticModel({ step, update, weightDecay, pass, gradient: { kind: 'outputs', value: outputGradient } });
      quadratic.solve(direction, lambda, status, graph.read(step.report.current));
      applyUpdate(step, direction, update);
      if (damping.kind === 'levenberg-marquardt') {
        graph.section('damping', () => {
          adaptDamping(step, lambda, quadratic.products, weightDecay, DAMPING_PERIOD);
        });
      }
      return { isDue: (section, number) => section !== 'damping' || number % DAMPING_PERIOD === 0, curvature: null };
    },
  };
}
