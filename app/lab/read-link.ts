import type { Links } from '../../gpu/curvature/links.ts';
import type { State } from '../../gpu/graph/state.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { LinkSnapshot } from './arm.ts';
import { readFloats } from './read-floats.ts';

/** What links a layer to the one above it, as of the last inversion; null where nothing does. */
export async function readLink(context: DeviceContext, state: State, links: Links | null, layer: number): Promise<LinkSnapshot | null> {
  const link = links?.above(layer) ?? null;
  if (links === null || link === null) return null;
  const { below, above, psiA, psiG } = link;
  const { explained } = links;
  const slots = { a: explained.slotOf(below.a), g: explained.slotOf(below.g) };
  const [a, g, explainedA, explainedG] = await readFloats(context, [
    state.range(psiA),
    state.range(psiG),
    state.range(explained.values, slots.a.offset, slots.a.size),
    state.range(explained.values, slots.g.offset, slots.g.size),
  ]);
  return {
    above: above.name,
    factors: [
      { symbol: 'A', rows: below.a.size, columns: above.a.size, psi: a, explained: explainedA },
      { symbol: 'G', rows: below.g.size, columns: above.g.size, psi: g, explained: explainedG },
    ],
  };
}
