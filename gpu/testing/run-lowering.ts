import type { AdapterFacts, KernelFamily } from '../runtime/adapter-facts.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';
import type { Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { runKernels, type TestOperand } from './run-kernels.ts';

/** Lowers a problem for a chosen kernel family, runs it once on the named operands and returns them as they are afterwards. */
export async function runLowering<Name extends string>(
  context: DeviceContext,
  family: KernelFamily,
  operands: Readonly<Record<Name, TestOperand>>,
  lower: (lowering: LoweringContext<string>) => readonly Kernel<string>[],
): Promise<Record<Name, Float32Array | Uint32Array>> {
  const all: Record<string, TestOperand> = { ...operands };
  const facts: AdapterFacts = { ...context.facts, family };
  const add = (label: string, operand: TestOperand): string => {
    const name = `${label} #${String(Object.keys(all).length)}`;
    all[name] = operand;
    return name;
  };
  const kernels = lower({
    facts,
    scratch: (elements, label) => add(label, elements),
    constant: (data, label) => add(label, data),
  });
  return runKernels(context, all, kernels, Object.keys(operands) as Name[]);
}
