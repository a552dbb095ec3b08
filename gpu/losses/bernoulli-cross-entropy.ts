import { sigmoid } from '../ops/unary.ts';
import {
  logisticDeviationColumn,
  logisticDeviationProduct,
  logisticDifference,
  logisticVarianceProduct,
  sampledLogisticDifference,
} from './logistic.ts';
import type { Loss } from './loss.ts';
import { sumTerms } from './sum-terms.ts';

/** Cross entropy of D independent Bernoulli variables with logits z, summed over D; F_R = diag(σ(z)(1 − σ(z))). */
export const bernoulliCrossEntropy: Loss = {
  name: 'bernoulli-cross-entropy',
  targets: 'values',
  values: (outputs, targets) => sumTerms('bernoulli', outputs, targets),
  gradient: logisticDifference,
  sampledGradient: sampledLogisticDifference,
  fisherFactorColumn: logisticDeviationColumn,
  fisherFactorColumns: (outputDimension) => outputDimension,
  fisherFactorProduct: logisticDeviationProduct,
  fisherProduct: logisticVarianceProduct,
  metric: (outputs, targets) => sumTerms('squared difference of probabilities', outputs, targets),
  predict: sigmoid,
};
