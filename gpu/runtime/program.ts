import type { DeviceContext } from './device-owner.ts';
import { ShapeError } from './errors.ts';
import { MAX_WORKGROUPS, type BufferRange, type Kernel } from './kernel.ts';

/** A kernel with the section of the program it belongs to. */
export interface ProgramStep {
  readonly kernel: Kernel<BufferRange>;
  readonly section: string;
}

interface Dispatch {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/**
 * A static sequence of dispatches whose pipelines and bind groups exist already; replaying it creates nothing.
 * Sections are runs of kernels that may be left out of a replay: statistics and inverses have periods of their own.
 */
export class Program {
  readonly #dispatches: readonly Dispatch[];
  readonly #sectionOf: readonly string[];
  readonly #repeats: ReadonlyMap<string, number>;

  private constructor(dispatches: readonly Dispatch[], sectionOf: readonly string[], repeats: ReadonlyMap<string, number>) {
    this.#dispatches = dispatches;
    this.#sectionOf = sectionOf;
    this.#repeats = repeats;
  }

  /**
   * Compiles all kernels (in parallel) and makes all bind groups. Kernels without workgroups are dropped.
   * @param repeats how often a section runs in a row; once when it is not named.
   */
  static async build(
    context: DeviceContext,
    steps: readonly ProgramStep[],
    repeats: ReadonlyMap<string, number> = new Map(),
  ): Promise<Program> {
    const active = steps.filter((step) => step.kernel.workgroups.every((count) => count > 0));
    for (const { kernel } of active) checkWorkgroups(kernel);
    const compiled = await Promise.all(active.map((step) => context.pipelines.compile(step.kernel)));
    context.device.pushErrorScope('validation');
    const dispatches = active.map(({ kernel }, index): Dispatch => {
      const { pipeline, layout } = compiled[index]!;
      const entries = kernel.bindings.map(({ operand }, binding) => ({
        binding,
        resource: { buffer: operand.buffer, offset: operand.offset, size: operand.size },
      }));
      const [x, y, z] = kernel.workgroups;
      return { pipeline, bindGroup: context.device.createBindGroup({ label: kernel.shader, layout, entries }), x, y, z };
    });
    const invalid = await context.device.popErrorScope();
    if (invalid !== null) throw new ShapeError(`program: a bind group is not valid: ${invalid.message}`);
    return new Program(
      dispatches,
      active.map(({ section }) => section),
      repeats,
    );
  }

  get sectionNames(): readonly string[] {
    return [...new Set(this.#sectionOf)];
  }

  get dispatchCount(): number {
    return this.#dispatches.length;
  }

  /** A reusable choice of sections to replay; make it once, outside the hot path. */
  select(isActive: (section: string) => boolean): Selection {
    const active = new Set(this.sectionNames.filter(isActive));
    const dispatches: Dispatch[] = [];
    for (let start = 0, end = 0; start < this.#dispatches.length; start = end) {
      const section = this.#sectionOf[start]!;
      while (this.#sectionOf[end] === section) end++;
      if (!active.has(section)) continue;
      for (let turn = 0; turn < (this.#repeats.get(section) ?? 1); turn++) dispatches.push(...this.#dispatches.slice(start, end));
    }
    return { dispatches };
  }

  /** Records the selected dispatches into a compute pass. */
  encode(pass: GPUComputePassEncoder, selection: Selection): void {
    let bound: GPUComputePipeline | null = null;
    for (const dispatch of selection.dispatches) {
      if (dispatch.pipeline !== bound) {
        bound = dispatch.pipeline;
        pass.setPipeline(bound);
      }
      pass.setBindGroup(0, dispatch.bindGroup);
      pass.dispatchWorkgroups(dispatch.x, dispatch.y, dispatch.z);
    }
  }

  /** Replays the selected dispatches, all when none are named, in a submission of their own. */
  submit(device: GPUDevice, selection: Selection = this.select(() => true)): void {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    this.encode(pass, selection);
    pass.end();
    device.queue.submit([encoder.finish()]);
  }
}

export interface Selection {
  readonly dispatches: readonly Dispatch[];
}

function checkWorkgroups(kernel: Kernel<unknown>): void {
  if (kernel.workgroups.some((count) => count > MAX_WORKGROUPS || !Number.isInteger(count))) {
    throw new ShapeError(
      `${kernel.shader}: expected at most ${String(MAX_WORKGROUPS)} whole workgroups a dimension, got ${kernel.workgroups.join(' × ')}; spread them over more dimensions`,
    );
  }
}
