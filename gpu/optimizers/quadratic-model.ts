import type { Variable } from '../graph/state.ts';
import { SLICE_ALIGNMENT } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { dot } from '../ops/reduce.ts';
import { jvp } from '../ops/differentiate.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import type { StepTrace } from './optimizer.ts';
import type { StepProblem } from './step-problem.ts';

/** Inner products the model is made of, one in each aligned slice; `quadratic-model.wgsl` numbers them the same way. */
const PRODUCTS = 10;

/**
 * Solves rate and momentum from the exact quadratic model on the minibatch: with v = (direction, previous update),
 * M_ij = mean over cases of (J v_i)ᵀ F_R (J v_j) + (λ + η) v_iᵀv_j and b_i = ∇hᵀv_i, the coefficients are −M⁻¹b
 * (Martens & Grosse 2015, §7; one coefficient while there is no previous update, §6.4). Jv comes from forward mode.
 * Writes them, and the predicted change ½ bᵀ(coefficients), into the report.
 * @returns the products, which the damping rule needs again.
 */
export function quadraticModelStep(problem: StepProblem & { readonly outputGradient: Tensor; readonly weightDecay: number }): Variable {
  const { step, direction, update, lambda, pivots, outputGradient, weightDecay } = problem;
  const { graph, state, pass, loss } = step;
  const parameters = graph.read(step.parameters);
  const alongDirection = outputTangent(step, direction);
  const alongUpdate = outputTangent(step, update);
  const curvatureOfDirection = loss.fisherProduct(pass.outputs, alongDirection);
  const curvatureOfUpdate = loss.fisherProduct(pass.outputs, alongUpdate);

  const products = state.variable('quadratic products', [PRODUCTS * SLICE_ALIGNMENT]);
  const pairs: readonly (readonly [Tensor, Tensor])[] = [
    [outputGradient, alongDirection],
    [outputGradient, alongUpdate],
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
    graph.store(dot(left, right), graph.read(products, [1], index * SLICE_ALIGNMENT));
  }

  const all = graph.read(products);
  const report = graph.read(step.report.current);
  graph.effect({
    name: 'quadratic model',
    reads: [all, lambda, pivots],
    updates: [report],
    lower: () => [
      {
        shader: 'optimizers/quadratic-model.wgsl',
        overrides: { CASES: pass.outputs.shape[0]!, WEIGHT_DECAY: weightDecay },
        bindings: [read(all), read(lambda), read(pivots), readWrite(report)],
        workgroups: [1, 1, 1],
      },
    ],
  });
  return products;
}

/** J v: how the outputs `[batch, D]` move when the parameters move along a flat vector. */
function outputTangent({ graph, model, pass }: StepTrace, vector: Tensor): Tensor {
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
