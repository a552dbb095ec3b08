import type { Tensor } from '../graph/tensor.ts';

/**
 * A loss between a network's outputs z `[N, D]` and targets: the negative log-likelihood of a predictive distribution
 * R(y|z), whose Fisher information with respect to z is F_R. For all of ours F_R is also the Hessian in z (Martens 2014,
 * "New insights and perspectives on the natural gradient method", §9.2).
 */
export interface Loss {
  readonly name: 'softmax-cross-entropy' | 'bernoulli-cross-entropy' | 'squared-error';
  /** `labels`: class numbers below D, u32 `[N]`; `values`: f32 `[N, D]`. */
  readonly targets: 'labels' | 'values';
  /** Loss of each case `[N]`, nats per example; Bernoulli sums over D, squared error is ½‖z − x‖². */
  values(outputs: Tensor, targets: Tensor): Tensor;
  /** ∂ loss_n / ∂ z_n, `[N, D]`, not divided by N. */
  gradient(outputs: Tensor, targets: Tensor): Tensor;
  /**
   * The gradient `[N, D]` at targets drawn from R(y|z), not divided by N: softmax p − onehot(y), Bernoulli p − y, squared
   * error −ε with ε ~ N(0, I). `counter` is u32 `[2]`: step, seed; draws of different purposes are independent.
   */
  sampledGradient(outputs: Tensor, counter: Tensor, purpose: number): Tensor;
  /** Column `[N, D]` of each case's B, where B Bᵀ = F_R; `column` counts from 0 to `fisherFactorColumns(D) − 1`. */
  fisherFactorColumn(outputs: Tensor, column: number): Tensor;
  fisherFactorColumns(outputDimension: number): number;
  /** B v of each case, `[N, D]`, for `vector` `[N, fisherFactorColumns(D)]`. */
  fisherFactorProduct(outputs: Tensor, vector: Tensor): Tensor;
  /** F_R v of each case, `[N, D]`. */
  fisherProduct(outputs: Tensor, vector: Tensor): Tensor;
  /** What people read, per case `[N]`: 1 where the class is right (ties to the first), or the squared error ‖prediction − x‖². */
  metric(outputs: Tensor, targets: Tensor): Tensor;
  /** Probabilities, or the outputs themselves, `[N, D]`. */
  predict(outputs: Tensor): Tensor;
}
