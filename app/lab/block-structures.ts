import type { BlockStructure } from '../../gpu/curvature/structure.ts';
import type { KfacSpec } from './kfac-spec.ts';

/** The block structure of each of `layers` layers; of two exceptions for one layer the last counts. */
export function blockStructures({ every, except }: KfacSpec['blocks'], layers: number): readonly BlockStructure[] {
  const exceptions = new Map(except.map(({ layer, block }) => [layer, block]));
  return Array.from({ length: layers }, (_, index) => exceptions.get(index + 1) ?? every);
}
