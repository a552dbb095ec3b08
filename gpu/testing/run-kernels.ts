import type { DeviceContext } from '../runtime/device-owner.ts';
import type { BufferRange, Kernel } from '../runtime/kernel.ts';
import { Program } from '../runtime/program.ts';
import { readOnce } from '../runtime/readback.ts';

/** Memory for a kernel under test: initial content, or a length in 4-byte elements that starts as zeros. */
export type TestOperand = Float32Array | Uint32Array | number;

/**
 * Runs kernels once on named operands and returns the 4-byte elements afterwards of those asked for, as f32 unless it was
 * given as a `Uint32Array`.
 */
export async function runKernels<Name extends string, Wanted extends Name>(
  context: DeviceContext,
  operands: Readonly<Record<Name, TestOperand>>,
  kernels: readonly Kernel<Name>[],
  wanted: readonly Wanted[],
): Promise<Record<Wanted, Float32Array | Uint32Array>> {
  const { device, memory } = context;
  const names = Object.keys(operands) as Name[];
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const buffers = await memory.allocate(names.map((label) => ({ label, size: bytesOf(operands[label]), usage })));
  const ranges = new Map(
    names.map((name, index): [Name, BufferRange] => [name, { buffer: buffers[index]!, offset: 0, size: buffers[index]!.size }]),
  );
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
    const bytes = await readOnce(
      context,
      wanted.map((name) => ({ ...ranges.get(name)!, size: bytesOf(operands[name]) })),
    );
    const results = {} as Record<Wanted, Float32Array | Uint32Array>;
    let offset = 0;
    for (const name of wanted) {
      const length = bytesOf(operands[name]) / 4;
      results[name] =
        operands[name] instanceof Uint32Array ? new Uint32Array(bytes, offset, length) : new Float32Array(bytes, offset, length);
      offset += 4 * length;
    }
    return results;
  } finally {
    memory.release(buffers);
  }
}

function bytesOf(operand: TestOperand): number {
  return 4 * (typeof operand === 'number' ? operand : operand.length);
}
