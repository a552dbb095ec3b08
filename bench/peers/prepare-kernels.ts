import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { BufferRange, Kernel } from '../../gpu/runtime/kernel.ts';
import type { LoweringContext } from '../../gpu/runtime/lowering.ts';
import { Program } from '../../gpu/runtime/program.ts';
import { readOnce } from '../../gpu/runtime/readback.ts';
import { timed, type Prepared } from '../peer.ts';

/** Initial content of an operand, or its length in 4-byte elements. */
export type Content = Float32Array | Uint32Array | number;

/** Kernels with their memory, replayed like a training step: pipelines and bind groups exist before the first sample. */
export async function prepareKernels<Name extends string>(
  context: DeviceContext,
  operands: Readonly<Record<Name, Content>>,
  lower: (lowering: LoweringContext<string>) => readonly Kernel<string>[],
  result: { readonly name: Name; readonly element: number },
): Promise<Prepared> {
  const { device, memory } = context;
  const contents = new Map<string, Content>(Object.entries<Content>(operands));
  const add = (label: string, content: Content): string => {
    const name = `${label} #${contents.size}`;
    contents.set(name, content);
    return name;
  };
  const kernels = lower({
    facts: context.facts,
    scratch: (length, label) => add(label, length),
    constant: (data, label) => add(label, data),
  });
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const requests = [...contents].map(([label, content]) => ({
    label,
    size: 4 * (typeof content === 'number' ? content : content.length),
    usage,
  }));
  const buffers = await memory.allocate(requests);
  const ranges = new Map([...contents.keys()].map((name, index): [string, BufferRange] => [name, wholeOf(buffers[index]!)]));
  for (const [name, content] of contents) {
    if (typeof content !== 'number') device.queue.writeBuffer(ranges.get(name)!.buffer, 0, content as Float32Array<ArrayBuffer>);
  }
  const program = await Program.build(
    context,
    kernels.map((kernel) => ({
      section: 'bench',
      kernel: { ...kernel, bindings: kernel.bindings.map(({ operand, access }) => ({ access, operand: ranges.get(operand)! })) },
    })),
  );
  const selection = program.select(() => true);
  return {
    run: (count) =>
      timed(() => {
        const encoder = device.createCommandEncoder();
        const pass = encoder.beginComputePass();
        for (let repetition = 0; repetition < count; repetition++) program.encode(pass, selection);
        pass.end();
        device.queue.submit([encoder.finish()]);
        return device.queue.onSubmittedWorkDone();
      }),
    async check() {
      const bytes = await readOnce(context, [{ ...ranges.get(result.name)!, offset: 4 * result.element, size: 4 }]);
      return new Float32Array(bytes)[0]!;
    },
    destroy: () => {
      memory.release(buffers);
    },
  };
}

function wholeOf(buffer: GPUBuffer): BufferRange {
  return { buffer, offset: 0, size: buffer.size };
}
