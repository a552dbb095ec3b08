import { WHOLE_KRONECKER } from '../curvature/structure.ts';
import { curvatureGradients } from '../curvature/estimation.ts';
import { Curvature } from '../curvature/curvature.ts';
import { preactivationGradients } from '../nn/site-gradients.ts';
import { affine } from '../ops/affine.ts';
import { ShapeError } from '../runtime/errors.ts';
import { applyUpdate } from './apply-update.ts';
import { fixedStep } from './fixed-step.ts';
import type { KfacSettings } from './kfac-settings.ts';
import { adaptDamping } from './levenberg-marquardt.ts';
import type { Optimizer } from './optimizer.ts';
import { preconditionedGradient } from './preconditioned-gradient.ts';
import { quadraticModelStep } from './quadratic-model.ts';

/** Steps between two adaptations of λ (T₁ of §6.5). */
const DAMPING_PERIOD = 5;
/** Inversions on each of the first steps, when the averages move most. */
const EARLY_INVERSIONS = 3;

/**
 * Block K-FAC (Martens & Grosse 2015, algorithm 2): statistics → inverses → preconditioned gradient → rate and
 * momentum → update → damping.
 * @throws ShapeError when λ is to be adapted without a quadratic model to compare with.
 */
export function kfac(settings: KfacSettings): Optimizer {
  const { estimation, damping, weightDecay } = settings;
  const adaptive = damping.kind === 'levenberg-marquardt';
  if (adaptive && settings.step.kind !== 'quadratic-model') {
    throw new ShapeError('kfac: expected step "quadratic-model" with damping "levenberg-marquardt", got "fixed"; fix λ or solve the step');
  }
  return {
    build(step) {
      const { graph, state, model, pass, loss, guard } = step;
      const curvature = new Curvature(state, model.layout, {
        structures: settings.structures ?? model.layout.slices.map(() => WHOLE_KRONECKER),
        estimation,
        decay: settings.decay,
      });
      const lambda = graph.read(state.variable('lambda', [1], Float32Array.of(damping.lambda)));
      const outputGradient = loss.gradient(pass.outputs, step.targets);
      const gradients = preactivationGradients(pass, outputGradient);

      graph.section('statistics', () => {
        curvature.update(graph, pass.sites, curvatureGradients(estimation, pass, loss, step.counter, gradients));
      });
      graph.section('inverses', () => {
        curvature.refresh(graph, affine(lambda, 1, weightDecay));
      });

      const clipped = settings.step.kind === 'fixed' && settings.step.klClip !== null;
      const { direction, gradient } = preconditionedGradient(step, curvature.blocks, gradients, weightDecay, clipped);
      guard.watch(graph, step.meanLoss, direction);

      const update = graph.read(state.variable('update', [model.layout.size]));
      const common = { step, direction, update, lambda, pivots: graph.read(curvature.inverses.status) };
      if (settings.step.kind === 'fixed') {
        fixedStep({ ...common, gradient, settings: settings.step });
        applyUpdate(step, direction, update);
      } else {
        const products = quadraticModelStep({ ...common, outputGradient, weightDecay });
        applyUpdate(step, direction, update);
        if (adaptive) graph.section('damping', () => adaptDamping(step, lambda, products, weightDecay, DAMPING_PERIOD));
      }

      return {
        curvature,
        isDue(section, number) {
          switch (section) {
            case 'statistics':
              return number === 1 || number % settings.statisticsEvery === 0;
            case 'inverses':
              return number <= EARLY_INVERSIONS || number % settings.inverseEvery === 0;
            case 'damping':
              return number % DAMPING_PERIOD === 0;
            default:
              return true;
          }
        },
      };
    },
  };
}
