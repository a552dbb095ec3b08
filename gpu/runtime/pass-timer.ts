import type { DeviceContext } from './device-owner.ts';
import type { BufferRange } from './kernel.ts';

/** Measures compute passes by timestamp queries; where the adapter has none, by the wall. */
export class PassTimer {
  readonly #context: DeviceContext;
  readonly #queries: GPUQuerySet | null;
  readonly #resolved: GPUBuffer | null;

  private constructor(context: DeviceContext, queries: GPUQuerySet | null, resolved: GPUBuffer | null) {
    this.#context = context;
    this.#queries = queries;
    this.#resolved = resolved;
  }

  static async create(context: DeviceContext): Promise<PassTimer> {
    if (!context.facts.timestamps) return new PassTimer(context, null, null);
    const usage = GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC;
    const [resolved] = await context.memory.allocate([{ label: 'timestamps', size: 16, usage }]);
    try {
      return new PassTimer(context, context.device.createQuerySet({ type: 'timestamp', count: 2 }), resolved!);
    } catch (error) {
      context.memory.release([resolved!]);
      throw error;
    }
  }

  /** What a pass must begin with to be measured. */
  passDescriptor(label: string): GPUComputePassDescriptor {
    if (this.#queries === null) return { label };
    return { label, timestampWrites: { querySet: this.#queries, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 } };
  }

  /** Call after the pass has ended, on the same encoder. */
  resolve(encoder: GPUCommandEncoder): void {
    if (this.#queries !== null && this.#resolved !== null) encoder.resolveQuerySet(this.#queries, 0, 2, this.#resolved, 0);
  }

  /** Two timestamps of 8 bytes to be read back, or nothing where there are none. */
  get ranges(): readonly BufferRange[] {
    return this.#resolved === null ? [] : [{ buffer: this.#resolved, offset: 0, size: 16 }];
  }

  /** Seconds the pass took, from the bytes of `ranges` or, without any, from the wall; 0 below the clock's 100 µs. */
  seconds(bytes: ArrayBuffer, wallSeconds: number): number {
    if (bytes.byteLength < 16) return wallSeconds;
    const [begin, end] = new BigUint64Array(bytes) as unknown as [bigint, bigint];
    return end === 0n || end < begin ? wallSeconds : Number(end - begin) * 1e-9;
  }

  destroy(): void {
    this.#queries?.destroy();
    if (this.#resolved !== null) this.#context.memory.release([this.#resolved]);
  }
}
