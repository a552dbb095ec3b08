import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { BufferRange } from '../../gpu/runtime/kernel.ts';
import { readOnce } from '../../gpu/runtime/readback.ts';

/** The floats of some ranges, read at one time. */
export async function readFloats<const Ranges extends readonly BufferRange[]>(
  context: DeviceContext,
  ranges: Ranges,
): Promise<{ readonly [Index in keyof Ranges]: Float32Array }> {
  const bytes = await readOnce(context, ranges);
  let next = 0;
  const floats = ranges.map(({ size }) => {
    const start = next;
    next += size;
    return new Float32Array(bytes, start, size / Float32Array.BYTES_PER_ELEMENT);
  });
  return floats as unknown as { readonly [Index in keyof Ranges]: Float32Array };
}
