import { sizeOf, type Tensor } from '../graph/tensor.ts';
import { read, readWrite, spread } from '../runtime/kernel.ts';

/**
 * Effect: `sums ← η(ψ_A ψ_Gᵀ) / T` elementwise, η(x) = Σ_{|d|<T} (T − |d|) x^|d| (Martens, Ba & Johnson 2018, §3.5.3): 1 where ψ is 0.
 * Moments of sequences that stand between zeros leave |ψ| ≤ cos(π / (T + 1)), so what is beyond is rounding and cut off; η is then
 * positive.
 * @param ofInputs ψ_A, `[inputs + 1]`; @param ofOutputs ψ_G, `[outputs]`; @param sums variable, `[inputs + 1, outputs]`.
 */
export function chainSums(ofInputs: Tensor, ofOutputs: Tensor, steps: number, sums: Tensor): void {
  const [ROWS, COLUMNS] = sums.shape as readonly [number, number];
  sums.graph.effect({
    name: 'sums over a chain',
    reads: [ofInputs, ofOutputs],
    updates: [sums],
    lower: () => [
      {
        shader: 'curvature/chain-sums.wgsl',
        overrides: { ROWS, COLUMNS, STEPS: steps, BOUND: Math.cos(Math.PI / (steps + 1)) },
        bindings: [read(ofInputs), read(ofOutputs), readWrite(sums)],
        workgroups: spread(Math.ceil(sizeOf(sums.shape) / 256)),
      },
    ],
  });
}
