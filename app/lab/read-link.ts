import type { Links } from '../../gpu/curvature/links.ts';
import type { State } from '../../gpu/graph/state.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { LinkFactorSnapshot, LinkSnapshot } from './arm.ts';
import { readFloats } from './read-floats.ts';

/** What links a layer to the one above it, as of the last inversion; null where nothing does. */
export async function readLink(context: DeviceContext, state: State, links: Links, layer: number): Promise<LinkSnapshot | null> {
  const link = links.above(layer);
  if (link === null) return null;
  const { below, above, psiA, psiG } = link;
  const { explained } = links;
  const slots = { a: explained.slotOf(below.a), g: explained.slotOf(below.g) };
  const [a, g, explainedA, explainedG] = await readFloats(context, [
    state.range(psiA),
    state.range(psiG),
    state.range(explained.values, slots.a.offset, slots.a.size),
    state.range(explained.values, slots.g.offset, slots.g.size),
  ]);
  const factor = (side: 'a' | 'g', values: Float32Array, shares: Float32Array): LinkFactorSnapshot => {
    const [rows, columns] = [below[side].size, above[side].size];
    const symbol = side === 'a' ? 'A' : 'G';
    return { symbol, rows, columns, psi: [{ row: 0, column: 0, rows, columns, values }], explained: shares };
  };
  return { origin: { kind: 'layer', name: above.name }, factors: [factor('a', a, explainedA), factor('g', g, explainedG)] };
}
