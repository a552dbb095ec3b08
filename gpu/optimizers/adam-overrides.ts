/** What Adam's moments are made with. */
export interface AdamMoments {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** The overrides of kernels that keep Adam's moments; logarithms serve to debias them. */
export function adamOverrides({ beta1, beta2, epsilon }: AdamMoments): Readonly<Record<string, number>> {
  return {
    BETA_1: beta1,
    BETA_2: beta2,
    LOG_BETA_1: Math.log(Math.max(beta1, Number.MIN_VALUE)),
    LOG_BETA_2: Math.log(Math.max(beta2, Number.MIN_VALUE)),
    EPSILON: epsilon,
  };
}
