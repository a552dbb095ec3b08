import { OutOfMemoryError } from './errors.ts';

export interface BufferRequest {
  readonly label: string;
  /** Bytes; rounded up to a multiple of 4, at least 4. */
  readonly size: number;
  readonly usage: GPUBufferUsageFlags;
  /** Bytes of the largest part that kernels bind at once; all of it when absent. */
  readonly bound?: number;
}

/** The one place that creates and destroys GPU buffers; it counts live and peak bytes. */
export class Memory {
  readonly #device: GPUDevice;
  readonly #live = new Set<GPUBuffer>();
  #liveBytes = 0;
  #peakBytes = 0;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** Bytes of all buffers not yet released. */
  get liveBytes(): number {
    return this.#liveBytes;
  }

  get liveBuffers(): number {
    return this.#live.size;
  }

  /** The largest `liveBytes` so far. */
  get peakBytes(): number {
    return this.#peakBytes;
  }

  /**
   * Creates all the buffers or none. Contents start as zeros.
   * @throws OutOfMemoryError naming the buffer, the need and the limit.
   */
  async allocate(requests: readonly BufferRequest[]): Promise<GPUBuffer[]> {
    for (const request of requests) checkSize(request, this.#device.limits);
    this.#device.pushErrorScope('validation');
    this.#device.pushErrorScope('out-of-memory');
    const buffers = requests.map(({ label, size, usage }) => this.#device.createBuffer({ label, size: paddedSize(size), usage }));
    for (const buffer of buffers) this.#track(buffer);
    // Both at once: between two awaits another allocation could push scopes of its own and lose them here.
    const [outOfMemory, invalid] = await Promise.all([this.#device.popErrorScope(), this.#device.popErrorScope()]);
    const error = outOfMemory ?? invalid;
    if (error !== null) {
      this.release(buffers);
      const total = requests.reduce((sum, request) => sum + paddedSize(request.size), 0);
      throw new OutOfMemoryError(
        `memory: ${String(requests.length)} buffers of ${mebibytes(total)} refused (${error.message}); make the model or the batch smaller`,
      );
    }
    return buffers;
  }

  /** Destroys buffers; releasing one twice is harmless. */
  release(buffers: Iterable<GPUBuffer>): void {
    for (const buffer of buffers) {
      if (!this.#live.delete(buffer)) continue;
      this.#liveBytes -= buffer.size;
      buffer.destroy();
    }
  }

  #track(buffer: GPUBuffer): void {
    this.#live.add(buffer);
    this.#liveBytes += buffer.size;
    this.#peakBytes = Math.max(this.#peakBytes, this.#liveBytes);
  }
}

/** @throws OutOfMemoryError where the adapter allows no such buffer, or no binding of its size. */
function checkSize({ label, size, usage, bound = size }: BufferRequest, limits: GPUSupportedLimits): void {
  const isStorage = (usage & GPUBufferUsage.STORAGE) !== 0;
  const checks: [bytes: number, limit: number, place: string][] = [
    [paddedSize(size), limits.maxBufferSize, 'a buffer'],
    [isStorage ? paddedSize(bound) : 0, limits.maxStorageBufferBindingSize, 'a binding'],
  ];
  for (const [bytes, limit, place] of checks) {
    if (bytes <= limit) continue;
    throw new OutOfMemoryError(
      `memory: ${label} needs ${mebibytes(bytes)}, the adapter allows ${mebibytes(limit)} ${place}; make the model or the batch smaller`,
    );
  }
}

/** Size a buffer takes for `bytes` of content. */
export function paddedSize(bytes: number): number {
  return Math.max(4, Math.ceil(bytes / 4) * 4);
}

export function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toPrecision(3)} MiB`;
}
