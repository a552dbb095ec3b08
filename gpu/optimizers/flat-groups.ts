/** Elements one workgroup of an update kernel covers: 64 invocations of one `vec4f`. */
const ELEMENTS = 256;
const WIDTH = 32_768;

/** Workgroups that cover a flat buffer; kernels find their index as `y · 32,768 + x`. */
export function flatGroups(size: number): readonly [number, number, number] {
  const groups = Math.ceil(size / ELEMENTS);
  return [Math.min(groups, WIDTH), Math.ceil(groups / WIDTH), 1];
}
