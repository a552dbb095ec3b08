import { ShapeError } from '../runtime/errors.ts';
import type { Kernel } from '../runtime/kernel.ts';
import { paddedSize } from '../runtime/memory.ts';
import { ALWAYS } from './graph.ts';
import type { LoweredStep } from './lower-nodes.ts';
import type { Lifetime } from './memory-plan.ts';
import { elementsOf, isConstant, isScratch, type Operand, type Scratch } from './node.ts';
import { rootOf, type Tensor } from './tensor.ts';

/**
 * From which kernel to which each value needs memory of its own.
 * @param placed values that are born in variables
 * @throws ShapeError for a value that leaves a section which may be skipped, or that is read before anything writes it.
 */
export function lifetimesOf(
  steps: readonly LoweredStep[],
  placed: ReadonlyMap<Tensor, Tensor>,
  repeats: ReadonlyMap<string, number>,
): Lifetime<Tensor | Scratch>[] {
  const lifetimes = new Map<Tensor | Scratch, Lifetime<Tensor | Scratch>>();
  const sections = new Map<Tensor | Scratch, string>();
  for (const [index, { kernel, section }] of steps.entries()) {
    for (const { operand, access } of kernel.bindings) {
      if (isConstant(operand)) continue;
      const key = isScratch(operand) ? operand : rootOf(operand);
      if (!isScratch(key) && key.origin.kind === 'variable') continue;
      const bytes = paddedSize(4 * elementsOf(key));
      const first = lifetimes.get(key)?.first ?? index;
      // Nothing writes a value without elements.
      if (first === index && access === 'read' && elementsOf(key) > 0) throw unwritten(kernel);
      const bornIn = sections.get(key) ?? section;
      if (bornIn !== ALWAYS && bornIn !== section) {
        throw new ShapeError(`compile: ${kernel.shader} in section ${section} reads what section ${bornIn} makes; store it in a variable`);
      }
      sections.set(key, bornIn);
      // A further turn of a repeated section reads again what was made before it.
      const isReadAgain = bornIn !== section && repeats.has(section);
      const last = isReadAgain ? steps.findLastIndex((step) => step.section === section) : index;
      lifetimes.set(key, { key, bytes, first, last });
    }
  }
  return [...lifetimes.values()].filter(({ key }) => isScratch(key) || !placed.has(key));
}

function unwritten(kernel: Kernel<Operand>): ShapeError {
  return new ShapeError(`compile: ${kernel.shader} reads memory that no kernel before it writes; lower its producer first`);
}
