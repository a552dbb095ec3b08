import type { AdapterFacts, KernelFamily } from '../runtime/adapter-facts.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';

/** A proof of one operation's kernels on the adapter at hand: seeded problems at edge shapes against float64. */
export interface KernelCheck {
  readonly name: string;
  /** Kernel families the operation can be run with on the adapter. */
  families(facts: AdapterFacts): readonly KernelFamily[];
  /** @throws ShaderCompileError; DeviceLostError; Error when shapes come back wrong. */
  run(context: DeviceContext, family: KernelFamily, seed: number): Promise<CheckResult>;
}

/**
 * `worst` is the largest error over all cases as a share of what that case is allowed: for sums the bound n·2⁻²⁴·Σ|xy|,
 * elementwise ULPs, for factorisations the scaled residual (see `tolerances.ts`). NaN where none is expected counts as
 * infinitely wrong. It must not exceed `allowed`, which is 1.
 */
export interface CheckResult {
  readonly worst: number;
  readonly allowed: number;
  /** Problems that were run. */
  readonly cases: number;
}

/** The result of cases given as their errors' shares of the allowed; NaN counts as infinite. */
export function checkResult(shares: readonly number[]): CheckResult {
  const worst = shares.reduce((most, share) => (Number.isNaN(share) ? Infinity : Math.max(most, share)), 0);
  return { worst, allowed: 1, cases: shares.length };
}

/** The same device, with kernels chosen for another family. */
export function withFamily(context: DeviceContext, family: KernelFamily): DeviceContext {
  return { ...context, facts: { ...context.facts, family } };
}
