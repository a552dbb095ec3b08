import type { DeviceContext } from './device-owner.ts';
import { DeviceLostError, ShapeError } from './errors.ts';
import type { BufferRange } from './kernel.ts';
import { paddedSize } from './memory.ts';

interface Waiter {
  readonly resolve: (slot: GPUBuffer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Copies slices of GPU memory to JavaScript through a ring of staging buffers, so that a read never waits for the one
 * before it. Each slot is as large as the largest read it was made for.
 */
export class ReadbackRing {
  readonly #context: DeviceContext;
  readonly #capacity: number;
  readonly #slots: GPUBuffer[];
  readonly #free: GPUBuffer[];
  readonly #waiting: Waiter[] = [];
  #isDestroyed = false;

  private constructor(context: DeviceContext, capacity: number, slots: GPUBuffer[]) {
    this.#context = context;
    this.#capacity = capacity;
    this.#slots = slots;
    this.#free = [...slots];
  }

  /** @param capacity bytes of the largest read; @param slots reads in flight. */
  static async create(context: DeviceContext, capacity: number, slots = 3): Promise<ReadbackRing> {
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const requests = Array.from({ length: slots }, (_, index) => ({ label: `readback ${String(index)}`, size: capacity, usage }));
    return new ReadbackRing(context, paddedSize(capacity), await context.memory.allocate(requests));
  }

  /**
   * The bytes of the ranges, one after the other, as they stand after all work submitted so far.
   * @throws ShapeError beyond the capacity; DeviceLostError when the device is lost before the bytes arrive; Error when
   * the ring is destroyed before.
   */
  async read(ranges: readonly BufferRange[]): Promise<ArrayBuffer> {
    const total = ranges.reduce((sum, range) => sum + range.size, 0);
    if (total > this.#capacity) {
      throw new ShapeError(
        `readback: expected at most ${String(this.#capacity)} bytes, got ${String(total)}; make the ring as large as its largest read`,
      );
    }
    this.#checkLive();
    const slot = this.#free.pop() ?? (await new Promise<GPUBuffer>((resolve, reject) => this.#waiting.push({ resolve, reject })));
    this.#checkLive();
    try {
      return await this.#copy(ranges, slot, total);
    } catch (error) {
      if (this.#isDestroyed) throw destroyed(error);
      throw new DeviceLostError(`readback: the device was lost while reading ${String(total)} bytes; restart the run`, { cause: error });
    } finally {
      this.#giveBack(slot);
    }
  }

  /** Releases the slots; reads in flight or waiting reject. */
  destroy(): void {
    this.#isDestroyed = true;
    this.#context.memory.release(this.#slots);
    for (const { reject } of this.#waiting.splice(0)) reject(destroyed());
  }

  #checkLive(): void {
    if (this.#isDestroyed) throw destroyed();
  }

  async #copy(ranges: readonly BufferRange[], slot: GPUBuffer, total: number): Promise<ArrayBuffer> {
    if (total === 0) return new ArrayBuffer(0);
    const { device } = this.#context;
    const encoder = device.createCommandEncoder({ label: 'readback' });
    let offset = 0;
    for (const range of ranges) {
      encoder.copyBufferToBuffer(range.buffer, range.offset, slot, offset, range.size);
      offset += range.size;
    }
    device.queue.submit([encoder.finish()]);
    await slot.mapAsync(GPUMapMode.READ, 0, total);
    return slot.getMappedRange(0, total).slice(0);
  }

  #giveBack(slot: GPUBuffer): void {
    if (slot.mapState === 'mapped') slot.unmap();
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(slot);
    else next.resolve(slot);
  }
}

function destroyed(cause?: unknown): Error {
  return new Error('readback: the ring was destroyed', { cause });
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
