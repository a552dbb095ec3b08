import type { LayerPlan } from './model-plan.ts';

/** The function that alone reads a layer's result, or "linear". */
export function activationAfter(layers: readonly LayerPlan[], index: number): string {
  const readers = layers.filter(({ from }) => from.includes(index));
  const [only] = readers;
  return readers.length === 1 && only?.spec.kind === 'activation' ? only.spec.function : 'linear';
}

/** Whether the result of any of some layers reaches a batch norm. */
export function batchNormAfter(layers: readonly LayerPlan[], some: readonly number[]): boolean {
  const reached = new Set(some);
  for (const [index, { spec, from }] of layers.entries()) {
    if (!from.some((source) => reached.has(source))) continue;
    if (spec.kind === 'batch-norm') return true;
    reached.add(index);
  }
  return false;
}
