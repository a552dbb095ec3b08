import type { Variable } from '../graph/state.ts';
import { SLICE_ALIGNMENT } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { dot } from '../ops/reduce.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { pullBack } from './flat-gradient.ts';
import { flatGroups } from './flat-groups.ts';
import type { StepTrace } from './optimizer.ts';
import { outputTangent } from './quadratic-model.ts';

/** How far conjugate gradients go. */
export interface ConjugateGradientSettings {
  /** Turns in every step; those after it rests change nothing. */
  readonly iterations: number;
  /** It rests once ‖residual‖ ≤ tolerance · ‖gradient‖. */
  readonly tolerance: number;
  /** What the solution of the step before is multiplied by to start from; 0 starts at zero. */
  readonly warmStart: number;
  /** L2 coefficient η, which adds to the curvature. */
  readonly weightDecay: number;
}

export interface CurvatureSolution {
  /** d with (C + (λ + η) I) d ≈ gradient, flat; a variable. */
  readonly direction: Tensor;
  /** u32 `[1]`, 1 when the last solve met a direction without curvature. */
  readonly status: Tensor;
}

/** `scalars.wgsl` numbers the products the same way. */
const PRODUCTS = ['r·r', 'g·g', 'p·Cp', 'p·p'] as const;

/**
 * Solves (C + (λ + η) I) d = gradient by conjugate gradients, C = mean of Jᵀ F_R J over the minibatch: the generalised
 * Gauss–Newton matrix, which is the Fisher for our losses (Martens 2010, §4; Schraudolph 2002 for the products). The turns are one
 * section that a replay repeats; the scalars stay on the GPU.
 * @param gradient flat; @param lambda `[1]`.
 */
export function conjugateGradient(
  step: StepTrace,
  gradient: Tensor,
  lambda: Tensor,
  { iterations, tolerance, warmStart, weightDecay }: ConjugateGradientSettings,
): CurvatureSolution {
  const { graph, state, model } = step;
  const flat = (label: string): Variable => state.scratch(label, [model.layout.size]);
  const solution = state.variable('direction', [model.layout.size]);
  const [residual, search] = [flat('residual'), flat('search direction')];
  const products = state.scratch('conjugate products', [PRODUCTS.length * SLICE_ALIGNMENT]);
  const scalars = graph.read(state.scratch('conjugate scalars', [5]));
  const status = graph.read(state.variable('conjugate status', [1], 'u32'));
  const [d, r, p] = [graph.read(solution), graph.read(residual), graph.read(search)];
  const curved = flat('curvature product');

  const put = (name: (typeof PRODUCTS)[number], left: Tensor, right: Tensor): void => {
    graph.store(dot(left, right), graph.read(products, [1], PRODUCTS.indexOf(name) * SLICE_ALIGNMENT));
  };
  const settle = (entryPoint: 'begin' | 'rate' | 'turn'): void => {
    graph.effect({
      name: `conjugate gradient ${entryPoint}`,
      reads: [graph.read(products), lambda],
      updates: [scalars, status],
      lower: () => [
        {
          shader: 'conjugate-gradient/scalars.wgsl',
          entryPoint,
          overrides: { WEIGHT_DECAY: weightDecay, TOLERANCE: tolerance },
          bindings: [read(graph.read(products)), read(lambda), readWrite(scalars), readWrite(status)],
          workgroups: [1, 1, 1],
        },
      ],
    });
  };
  const pass = (name: 'begin' | 'advance' | 'turn', reads: readonly Tensor[], updates: readonly Tensor[], overrides = {}): void => {
    graph.effect({
      name: `conjugate gradient ${name}`,
      reads,
      updates,
      lower: () => [
        {
          shader: `conjugate-gradient/${name}.wgsl`,
          overrides,
          bindings: [...reads.map((tensor) => read(tensor)), ...updates.map((tensor) => readWrite(tensor))],
          workgroups: flatGroups(model.layout.size),
        },
      ],
    });
  };

  pass('begin', [gradient, curvatureProduct(step, d, curved), lambda], [d, r, p], { WARM_START: warmStart, WEIGHT_DECAY: weightDecay });
  put('r·r', r, r);
  put('g·g', gradient, gradient);
  settle('begin');
  graph.repeat('conjugate gradients', iterations, () => {
    const product = curvatureProduct(step, p, curved);
    put('p·Cp', p, product);
    put('p·p', p, p);
    settle('rate');
    pass('advance', [p, product, lambda, scalars], [d, r], { WEIGHT_DECAY: weightDecay });
    put('r·r', r, r);
    settle('turn');
    pass('turn', [r, scalars], [p]);
  });
  return { direction: d, status };
}

/** C v = mean over the minibatch of Jᵀ F_R J v for a flat variable v, put into `target`. */
function curvatureProduct(step: StepTrace, vector: Tensor, target: Variable): Tensor {
  const tangent = outputTangent({ step, pass: step.pass }, vector);
  return pullBack(step, step.loss.fisherProduct(step.pass.outputs, tangent), target, 0);
}
