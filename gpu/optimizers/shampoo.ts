import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { divide, multiply } from '../ops/binary.ts';
import { dot } from '../ops/reduce.ts';
import { affine, reciprocal, relu, squareRoot } from '../ops/unary.ts';
import { flatGradient } from './flat-gradient.ts';
import { flatUpdate } from './flat-update.ts';
import type { ScheduledRate } from './learning-rate.ts';
import type { Optimizer } from './optimizer.ts';
import { SideEigenbases } from './side-eigenbases.ts';

export interface ShampooSettings extends ScheduledRate {
  /** Largest decay of the averages L and R. */
  readonly decay: number;
  /** Added to the eigenvalues of L and R. */
  readonly epsilon: number;
  /** Steps between two solves for the roots. */
  readonly refreshEvery: number;
  /** Whether each weight's direction is given the length of its gradient (Agarwal et al. 2020, arXiv:2002.11803). */
  readonly grafting: boolean;
  readonly momentum: number;
  readonly nesterov: boolean;
  /** Coefficient η of ηθ, which joins the preconditioned direction. */
  readonly weightDecay: number;
}

/** Keeps the length of a zero direction from dividing. */
const SMALLEST_NORM = 1e-30;

/**
 * Shampoo (Gupta, Koren & Singer 2018, arXiv:1802.09568): the direction (L + εI)^{-1/4} ∇ (R + εI)^{-1/4}, then momentum as SGD's. L and R
 * are debiased averages rather than sums; the roots come from an eigen-solve, so a product with one is a rotation, a
 * scaling and the way back. Every weight is one matrix W̄, its bias row included.
 */
export function shampoo(settings: ShampooSettings): Optimizer {
  return {
    build(step) {
      const { graph, state, model, guard } = step;
      const flat = (label: string): Variable => state.scratch(label, [model.layout.size]);
      const gradient = flatGradient(step);
      const bases = new SideEigenbases(state, model.layout, settings.decay);
      const roots = state.variable('side roots', bases.values.shape, new Float32Array(bases.values.shape[0]!).fill(1));
      bases.update(graph, gradient, graph.read(guard.health));
      graph.section('basis', () => {
        bases.solve(graph);
        // Rounding may leave the least eigenvalues a little below zero.
        const shifted = affine(relu(graph.read(bases.values)), 1, settings.epsilon);
        graph.store(reciprocal(squareRoot(squareRoot(shifted))), graph.read(roots));
      });

      const [rotated, scaled, preconditioned] = [flat('rotated gradient'), flat('rotated direction'), flat('preconditioned')];
      bases.rotate(graph, gradient, rotated);
      for (const { slice, left, right } of bases.valuesOf(graph, roots)) {
        const { shape, offset } = slice;
        const result = multiply(multiply(graph.read(rotated, shape, offset), left), right);
        graph.store(result, graph.read(scaled, shape, offset));
      }
      bases.rotateBack(graph, scaled, preconditioned);
      let direction = preconditioned;
      if (settings.grafting) {
        direction = flat('direction');
        for (const { shape, offset } of model.layout.slices) {
          const grafted = withLengthOf(graph.read(gradient, shape, offset), graph.read(preconditioned, shape, offset));
          graph.store(grafted, graph.read(direction, shape, offset));
        }
      }
      guard.watch(graph, step.meanLoss, graph.read(direction));
      flatUpdate(step, direction, {
        name: 'sgd',
        rate: settings,
        overrides: { MOMENTUM: settings.momentum, NESTEROV: settings.nesterov ? 1 : 0, WEIGHT_DECAY: settings.weightDecay },
        moments: ['velocity'],
      });
      return {
        curvature: null,
        isDue: (section, number) => section !== 'basis' || number === 1 || number % settings.refreshEvery === 0,
      };
    },
  };
}

/** `direction` scaled to the Frobenius norm of `gradient`. */
function withLengthOf(gradient: Tensor, direction: Tensor): Tensor {
  const wanted = squareRoot(dot(gradient, gradient));
  const length = squareRoot(affine(dot(direction, direction), 1, SMALLEST_NORM));
  return multiply(direction, divide(wanted, length));
}
