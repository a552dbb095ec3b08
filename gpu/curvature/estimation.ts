import type { Tensor } from '../graph/tensor.ts';
import type { Loss } from '../losses/loss.ts';
import type { ForwardPass } from '../nn/network.ts';
import { preactivationGradients } from '../nn/site-gradients.ts';
import { multiply } from '../ops/binary.ts';
import { constant } from '../ops/constant.ts';
import { randomSigns } from '../ops/random.ts';
import { ShapeError } from '../runtime/errors.ts';

/**
 * Which gradients make the factor G.
 * `sampled`: targets drawn from the model, one draw a case (Martens & Grosse 2015, §5);
 * `exact`: every column of the Fisher factor B, B Bᵀ = F_R, so D backward passes, for each of the loss's terms of a case;
 * `curvature-propagation`: B times random signs, one pass whose second moment is F_R in the mean (Martens, Sutskever &
 * Swersky 2012, §3);
 * `empirical`: the true targets; this is not the Fisher and is labelled so;
 * `forward-only`: none, G is the identity (FOOF: Benzing 2022, §3).
 */
export type Estimation = 'sampled' | 'exact' | 'curvature-propagation' | 'empirical' | 'forward-only';

/**
 * How many sets of gradients an estimation yields, and how many backward passes it takes beside the step's own.
 * @param columns of the Fisher factor, of all terms that the loss of a case has
 */
export function passesOf(estimation: Estimation, columns: number): { readonly sets: number; readonly backward: number } {
  switch (estimation) {
    case 'sampled':
    case 'curvature-propagation':
      return { sets: 1, backward: 1 };
    case 'exact':
      return { sets: columns, backward: columns };
    case 'empirical':
      return { sets: 1, backward: 0 };
    case 'forward-only':
      return { sets: 0, backward: 0 };
  }
}

/** Keep the draws of the estimators apart from all other random numbers. */
const SAMPLED_TARGETS = 1;
const SIGNS = 2;

/**
 * Preactivation gradients `[batch, outputs]` of every site, not divided by the batch, once for each backward pass the
 * estimation takes. Their second moments add up to G. Passes are traced one by one, as the iteration asks for them.
 * @throws ShapeError for `exact` where a layer normalises over the batch: a pass pulls back a column of every case, and their sum,
 * which is all that a site sees, is then not each case's own.
 */
export function* curvatureGradients(
  estimation: Estimation,
  pass: ForwardPass,
  loss: Loss,
  counter: Tensor,
  trueGradients: readonly Tensor[],
): Generator<readonly Tensor[]> {
  switch (estimation) {
    case 'sampled':
      yield preactivationGradients(pass, loss.sampledGradient(pass.outputs, counter, SAMPLED_TARGETS));
      return;
    case 'exact':
      if (pass.moments.length > 0) {
        throw new ShapeError(
          'estimation: expected a pass whose cases do not depend on one another for "exact", got one with batch norm; choose "sampled"',
        );
      }
      for (let column = 0; column < loss.fisherFactorColumns(pass.outputs.shape[1]!); column++) {
        for (const cotangent of termByTerm(pass, loss.fisherFactorColumn(pass.outputs, column))) {
          yield preactivationGradients(pass, cotangent);
        }
      }
      return;
    case 'curvature-propagation': {
      const [cases, outputs] = pass.outputs.shape as readonly [number, number];
      const signs = randomSigns(counter, [cases, loss.fisherFactorColumns(outputs)], SIGNS);
      yield preactivationGradients(pass, loss.fisherFactorProduct(pass.outputs, signs));
      return;
    }
    case 'empirical':
      yield trueGradients;
      return;
    case 'forward-only':
      return;
  }
}

/**
 * A cotangent of the outputs `[terms, D]` as many, in each of which a single term of every case is not zero: terms are
 * independent, so what one pulls back must not meet another's.
 */
function* termByTerm({ sites }: ForwardPass, cotangent: Tensor): Generator<Tensor> {
  const terms = cotangent.shape[0]!;
  const ofCase = terms / (sites[0]?.rows.cases ?? terms);
  for (let term = 0; term < ofCase; term++) {
    if (ofCase === 1) yield cotangent;
    else {
      const mask = Float32Array.from({ length: terms }, (_, row) => (row % ofCase === term ? 1 : 0));
      yield multiply(cotangent, constant(cotangent.graph, [terms, 1], mask));
    }
  }
}
