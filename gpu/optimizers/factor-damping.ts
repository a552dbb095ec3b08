import type { DampedInverses } from '../curvature/damped-inverses.ts';
import type { RefreshShare } from '../curvature/refresh-schedule.ts';
import type { Tensor } from '../graph/tensor.ts';
import { affine } from '../ops/affine.ts';
import { square } from '../ops/unary.ts';
import { searchGamma, type GammaSearch } from './gamma-search.ts';
import { GAMMA_PERIOD } from './adaptation-periods.ts';
import type { KfacSettings } from './kfac-settings.ts';
import type { StepTrace } from './optimizer.ts';

/** γ, by which the factors are damped. */
export interface FactorDamping {
  /** What is inverted together; each has a section of the step. */
  readonly shares: readonly RefreshShare[];
  /** Traces the search for γ, where there is one. */
  search(attempt: GammaSearch['attempt']): void;
  /** γ², `[1]`. */
  strength(): Tensor;
}

/** γ as K-FAC's settings ask for it. @param lambda λ, `[1]`. */
export function factorDamping(
  step: StepTrace,
  { damping, weightDecay }: KfacSettings,
  lambda: Tensor,
  inverses: DampedInverses,
): FactorDamping {
  const tied = (): Tensor => affine(lambda, 1, weightDecay);
  return damping.kind === 'levenberg-marquardt' && damping.gamma === 'searched'
    ? searchedGamma(step, Math.sqrt(damping.lambda + weightDecay), tied, inverses)
    : { shares: inverses.shares, search: withoutSearch, strength: tied };
}

function withoutSearch(): void {
  // γ is √(λ + η).
}

/** γ found by itself (§6.6). A search leaves inverses of its last attempt: all are made again after it. */
function searchedGamma(step: StepTrace, first: number, tied: () => Tensor, inverses: DampedInverses): FactorDamping {
  const { graph, state } = step;
  const gamma = state.variable('gamma', [1], Float32Array.of(first));
  return {
    shares: [{ ...inverses.whole, section: 'inverses with gamma' }],
    search(attempt) {
      graph.section('gamma', () => {
        searchGamma({ step, gamma, omega: Math.sqrt(19 / 20) ** GAMMA_PERIOD, attempt }, tied());
      });
    },
    strength: () => square(graph.read(gamma)),
  };
}
