import type { DeviceContext } from './device-owner.ts';
import { DeviceLostError } from './errors.ts';
import type { BufferRange } from './kernel.ts';

/**
 * Copies slices of GPU memory to JavaScript through a ring of staging buffers, so that a read never waits for the one
 * before it. Each slot is as large as the largest read it was made for.
 */
export class ReadbackRing {
  readonly #context: DeviceContext;
  readonly #slots: GPUBuffer[];
  readonly #free: GPUBuffer[];
  readonly #waiting: ((slot: GPUBuffer) => void)[] = [];

  private constructor(context: DeviceContext, slots: GPUBuffer[]) {
    this.#context = context;
    this.#slots = slots;
    this.#free = [...slots];
  }

  /** @param capacity bytes of the largest read; @param slots reads in flight. */
  static async create(context: DeviceContext, capacity: number, slots = 3): Promise<ReadbackRing> {
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const requests = Array.from({ length: slots }, (_, index) => ({ label: `readback ${String(index)}`, size: capacity, usage }));
    return new ReadbackRing(context, await context.memory.allocate(requests));
  }

  /**
   * The bytes of the ranges, one after the other, as they stand after all work submitted so far.
   * @throws DeviceLostError when the device is lost before the bytes arrive.
   */
  async read(ranges: readonly BufferRange[]): Promise<ArrayBuffer> {
    const slot = this.#free.pop() ?? (await new Promise<GPUBuffer>((resolve) => this.#waiting.push(resolve)));
    const { device } = this.#context;
    const total = ranges.reduce((sum, range) => sum + range.size, 0);
    try {
      if (total === 0) return new ArrayBuffer(0);
      const encoder = device.createCommandEncoder({ label: 'readback' });
      let offset = 0;
      for (const range of ranges) {
        encoder.copyBufferToBuffer(range.buffer, range.offset, slot, offset, range.size);
        offset += range.size;
      }
      device.queue.submit([encoder.finish()]);
      await slot.mapAsync(GPUMapMode.READ, 0, total);
      const bytes = slot.getMappedRange(0, total).slice(0);
      slot.unmap();
      return bytes;
    } catch (error) {
      throw new DeviceLostError(`readback: the device was lost while reading ${String(total)} bytes; restart the run`, { cause: error });
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(slot);
      else next(slot);
    }
  }

  destroy(): void {
    this.#context.memory.release(this.#slots);
  }
}

/** Reads ranges once, through a staging buffer made for them. @throws DeviceLostError */
export async function readOnce(context: DeviceContext, ranges: readonly BufferRange[]): Promise<ArrayBuffer> {
  const ring = await ReadbackRing.create(
    context,
    ranges.reduce((sum, range) => sum + range.size, 0),
    1,
  );
  try {
    return await ring.read(ranges);
  } finally {
    ring.destroy();
  }
}
