import type { Variable } from '../graph/state.ts';
import { SLICE_ALIGNMENT } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { affine } from '../ops/affine.ts';
import { square } from '../ops/unary.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import type { StepTrace } from './optimizer.ts';

/**
 * Candidates for γ, the damping of the factors: it, ω₂ times it, and it by ω₂, which one search tries in this order.
 * @param omega ω₂ = √(19/20)^T₂
 */
function candidates(omega: number): readonly [number, number, number] {
  return [1, omega, 1 / omega];
}

export interface GammaSearch {
  readonly step: StepTrace;
  /** γ, `[1]`. */
  readonly gamma: Variable;
  readonly omega: number;
  /** Traces what the damping strength γ² `[1]` leads to: inverses, direction, and the quadratic model, into a report `[8]`. */
  readonly attempt: (strength: Tensor, report: Tensor) => void;
}

/**
 * Takes of {γ, ω₂γ, γ/ω₂} the one whose update has the lowest quadratic model (Martens & Grosse 2015, §6.6); γ stays
 * between √(λ + η)·10⁻³ and 10³ times it, so that a run of luck cannot lead it away from λ.
 */
export function searchGamma({ step, gamma, omega, attempt }: GammaSearch, strength: Tensor): void {
  const { graph, state } = step;
  const current = graph.read(gamma);
  const reports = state.scratch('gamma attempts', [3 * SLICE_ALIGNMENT]);
  for (const [index, factor] of candidates(omega).entries()) {
    attempt(affine(square(current), factor ** 2), graph.read(reports, [8], index * SLICE_ALIGNMENT));
  }
  const attempts = graph.read(reports);
  graph.effect({
    name: 'gamma',
    reads: [attempts, strength],
    updates: [current],
    lower: () => [
      {
        shader: 'optimizers/gamma-search.wgsl',
        overrides: { OMEGA: omega },
        bindings: [read(attempts), read(strength), readWrite(current)],
        workgroups: [1, 1, 1],
      },
    ],
  });
}
