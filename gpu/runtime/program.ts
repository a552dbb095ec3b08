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
  readonly #sections: ReadonlyMap<string, number>;
  readonly #dispatches: readonly Dispatch[];
  readonly #sectionOf: readonly number[];

  private constructor(sections: ReadonlyMap<string, number>, dispatches: readonly Dispatch[], sectionOf: readonly number[]) {
    this.#sections = sections;
    this.#dispatches = dispatches;
    this.#sectionOf = sectionOf;
  }

  /** Compiles all kernels (in parallel) and makes all bind groups. Kernels without workgroups are dropped. */
  static async build(context: DeviceContext, steps: readonly ProgramStep[]): Promise<Program> {
    const active = steps.filter((step) => step.kernel.workgroups.every((count) => count > 0));
    for (const { kernel } of active) checkWorkgroups(kernel);
    const compiled = await Promise.all(active.map((step) => context.pipelines.compile(step.kernel)));
    const sections = new Map<string, number>();
    for (const { section } of active) if (!sections.has(section)) sections.set(section, sections.size);
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
      sections,
      dispatches,
      active.map(({ section }) => sections.get(section)!),
    );
  }

  get sectionNames(): readonly string[] {
    return [...this.#sections.keys()];
  }

  get dispatchCount(): number {
    return this.#dispatches.length;
  }

  /** A reusable choice of sections to replay; make it once, outside the hot path. */
  select(isActive: (section: string) => boolean): Selection {
    const dispatches = this.#dispatches.filter((_, index) =>
      [...this.#sections].some(([name, id]) => id === this.#sectionOf[index] && isActive(name)),
    );
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
