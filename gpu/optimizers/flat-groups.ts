import { spread } from '../runtime/kernel.ts';

/** Elements one workgroup of an update kernel covers: 64 invocations of one `vec4f`. */
const ELEMENTS = 256;

/** Workgroups that cover a flat buffer of `size` elements. */
export function flatGroups(size: number): readonly [number, number, number] {
  return spread(Math.ceil(size / ELEMENTS));
}
