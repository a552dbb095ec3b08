import { rowsOf, squaredErrorGradients } from './dense-network.ts';
import { expectClose } from './expect-close.ts';
import type { OptimizerResult } from './optimizer-run.ts';

/** A float64 update rule: the step to add to each layer's weights, from their gradients; it may keep moments. */
export type ReferenceRule = (
  gradients: readonly Float64Array[],
  weights: readonly Float64Array[],
  /** 1-based. */
  step: number,
) => readonly Float64Array[];

/** Largest difference beside the largest displacement, see ALLOWED. */
const ALLOWED = 2e-5;

/**
 * Trains the same network by a float64 rule and compares how far each weight has moved after every step, within 2e-5 of the
 * largest displacement: float32 gradients of a handful of cases are good to about 1e-6, and a few steps add up.
 */
export function expectSameWeights(result: OptimizerResult, rule: ReferenceRule, allowed = ALLOWED): void {
  const widths = result.network.weights.map((weight) => weight[0]!.length);
  const initial = result.network.weights.map((weight) => Float64Array.from(weight.flat()));
  let current = initial.map((flat) => flat.slice());
  for (const [index, got] of result.weights.entries()) {
    const network = { ...result.network, weights: current.map((flat, layer) => rowsOf(flat, widths[layer]!)) };
    const steps = rule(squaredErrorGradients(network, result.inputs, result.targets), current, index + 1);
    current = current.map((flat, layer) => flat.map((value, element) => value + steps[layer]![element]!));
    for (const [layer, flat] of current.entries()) {
      const moved = flat.map((value, element) => value - initial[layer]![element]!);
      const scale = Math.max(...moved.map(Math.abs));
      const movedOnGpu = got[layer]!.map((value, element) => value - initial[layer]![element]!);
      expectClose(movedOnGpu, moved, allowed * scale, `layer ${String(layer)} after step ${String(index + 1)}`);
    }
  }
}
