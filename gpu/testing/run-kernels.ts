import type { DeviceContext } from '../runtime/device-owner.ts';
import type { BufferRange, Kernel } from '../runtime/kernel.ts';
import { Program } from '../runtime/program.ts';
import { ReadbackRing } from '../runtime/readback.ts';

/** Memory for a kernel under test: initial content, or a length in 4-byte elements that starts as zeros. */
export type TestOperand = Float32Array | Uint32Array | number;

/**
 * Runs kernels once on named operands and returns every operand's 4-byte elements afterwards, as f32 unless it was
 * given as a `Uint32Array`.
 */
export async function runKernels<Name extends string>(
  context: DeviceContext,
  operands: Readonly<Record<Name, TestOperand>>,
  kernels: readonly Kernel<Name>[],
): Promise<Record<Name, Float32Array | Uint32Array>> {
  const { device, memory } = context;
  const names = Object.keys(operands) as Name[];
  const lengths = names.map((name) => lengthOf(operands[name]));
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const buffers = await memory.allocate(names.map((label, index) => ({ label, size: lengths[index]! * 4, usage })));
  const ranges = new Map(
    names.map((name, index): [Name, BufferRange] => [name, { buffer: buffers[index]!, offset: 0, size: buffers[index]!.size }]),
  );
  const ring = await ReadbackRing.create(context, Math.max(4, ...lengths.map((length) => length * 4)), 1);
  try {
    for (const [index, name] of names.entries()) {
      const content = operands[name];
      if (typeof content !== 'number') device.queue.writeBuffer(buffers[index]!, 0, content as Float32Array<ArrayBuffer>);
    }
    const program = await Program.build(
      context,
      kernels.map((kernel) => ({
        section: 'test',
        kernel: { ...kernel, bindings: kernel.bindings.map(({ operand, access }) => ({ access, operand: ranges.get(operand)! })) },
      })),
    );
    program.submit(device);
    const results = {} as Record<Name, Float32Array | Uint32Array>;
    for (const [index, name] of names.entries()) {
      const bytes = await ring.read([{ buffer: buffers[index]!, offset: 0, size: lengths[index]! * 4 }]);
      results[name] = operands[name] instanceof Uint32Array ? new Uint32Array(bytes) : new Float32Array(bytes);
    }
    return results;
  } finally {
    ring.destroy();
    memory.release(buffers);
  }
}

function lengthOf(operand: TestOperand): number {
  return typeof operand === 'number' ? operand : operand.length;
}
