import type { Variable } from '../graph/state.ts';
import { SLICE_ALIGNMENT } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { ForwardPass } from '../nn/network.ts';
import { jvp } from '../ops/differentiate.ts';
import { dot } from '../ops/reduce.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import type { StepTrace } from './optimizer.ts';

/** Inner products the model is made of, one in each aligned slice; `quadratic-model.wgsl` numbers them the same way. */
const PRODUCTS = 10;

export interface QuadraticModelProblem {
  readonly step: StepTrace;
  /** The update before, flat; zeros at first. */
  readonly update: Tensor;
  /** L2 coefficient η. */
  readonly weightDecay: number;
  /** The cases whose curvature the model uses: all of the minibatch or some. */
  readonly pass: ForwardPass;
  /**
   * Where ∇hᵀv comes from: the gradients of the outputs `[batch, D]` of single cases, when the pass is the whole batch's,
   * or the flat gradient of the regularised loss.
   */
  readonly gradient: { readonly kind: 'outputs' | 'flat'; readonly value: Tensor };
}

/**
 * The exact quadratic model of the loss on the minibatch along a direction and the previous update: with v = (direction,
 * update), M_ij = mean over cases of (J v_i)ᵀ F_R (J v_j) + (λ + η) v_iᵀv_j and b_i = ∇hᵀv_i, the coefficients are −M⁻¹b
 * (Martens & Grosse 2015, §7; one coefficient while there is no previous update, §6.4). Jv comes from forward mode.
 */
export class QuadraticModel {
  /** The inner products of the last solve, which the damping rule needs again. */
  readonly products: Variable;
  readonly #problem: QuadraticModelProblem;
  readonly #alongUpdate: Tensor;

  constructor(problem: QuadraticModelProblem) {
    this.#problem = problem;
    this.products = problem.step.state.scratch('quadratic products', [PRODUCTS * SLICE_ALIGNMENT]);
    this.#alongUpdate = outputTangent(problem, problem.update);
  }

  /**
   * Writes rate, momentum and the predicted change ½ bᵀ(coefficients) into `report` `[8]`.
   * @param direction flat variable; @param lambda `[1]`; @param pivots u32, not 0 where a factor could not be inverted.
   */
  solve(direction: Tensor, lambda: Tensor, pivots: Tensor, report: Tensor): void {
    const { step, update, pass, gradient, weightDecay } = this.#problem;
    const { graph, loss } = step;
    const parameters = graph.read(step.parameters);
    const alongUpdate = this.#alongUpdate;
    const alongDirection = outputTangent(this.#problem, direction);
    const curvatureOfDirection = loss.fisherProduct(pass.outputs, alongDirection);
    const curvatureOfUpdate = loss.fisherProduct(pass.outputs, alongUpdate);
    const isFlat = gradient.kind === 'flat';
    const pairs: readonly (readonly [Tensor, Tensor])[] = [
      [gradient.value, isFlat ? direction : alongDirection],
      [gradient.value, isFlat ? update : alongUpdate],
      [alongDirection, curvatureOfDirection],
      [alongDirection, curvatureOfUpdate],
      [alongUpdate, curvatureOfUpdate],
      [direction, direction],
      [direction, update],
      [update, update],
      [parameters, direction],
      [parameters, update],
    ];
    for (const [index, [left, right]] of pairs.entries()) {
      graph.store(dot(left, right), graph.read(this.products, [1], index * SLICE_ALIGNMENT));
    }
    const all = graph.read(this.products);
    graph.effect({
      name: 'quadratic model',
      reads: [all, lambda, pivots],
      updates: [report],
      lower: () => [
        {
          shader: 'optimizers/quadratic-model.wgsl',
          overrides: { CASES: pass.outputs.shape[0]!, GRADIENT_IS_FLAT: isFlat ? 1 : 0, WEIGHT_DECAY: weightDecay },
          bindings: [read(all), read(lambda), read(pivots), readWrite(report)],
          workgroups: [1, 1, 1],
        },
      ],
    });
  }
}

/** J v: how the outputs `[cases, D]` move when the parameters move along a flat vector. */
export function outputTangent({ step: { graph, model }, pass }: Pick<QuadraticModelProblem, 'step' | 'pass'>, vector: Tensor): Tensor {
  if (vector.origin.kind !== 'variable')
    throw new ShapeError('quadratic model: expected a flat variable to move along; store the vector first');
  const { variable } = vector.origin;
  const tangents = new Map(
    pass.sites.map((site, index) => {
      const { shape, offset } = model.layout.slices[index]!;
      return [site.weight, graph.read(variable, shape, offset)];
    }),
  );
  const tangent = jvp(pass.outputs, tangents);
  if (tangent === null) throw new ShapeError('quadratic model: expected outputs that depend on the parameters; add a layer with weights');
  return tangent;
}
