import type { AdapterFacts } from '../runtime/adapter-facts.ts';
import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { Constant, GraphLowering, Operand, Scratch, StoreNode } from './node.ts';
import type { LoweredNode } from './optimise.ts';
import { variableOf } from './placement.ts';
import { rootOf, sizeOf, type Tensor } from './tensor.ts';

/** One kernel of a trace, before there is memory. */
export interface LoweredStep {
  readonly section: string;
  readonly kernel: Kernel<Operand>;
}

/** The kernels of the nodes for an adapter, in order; stores whose values are `placed` have none. */
export function lowerNodes(nodes: readonly LoweredNode[], placed: ReadonlyMap<Tensor, Tensor>, facts: AdapterFacts): LoweredStep[] {
  const lowering: GraphLowering = {
    facts,
    scratch: (elements, label): Scratch => ({ kind: 'scratch', elements, label }),
    constant: (data, label): Constant => ({ kind: 'constant', data, label }),
  };
  return nodes.flatMap(({ node, lower, result }) => {
    const { section } = node;
    switch (node.kind) {
      case 'op':
        return lower!(lowering, node.inputs, result!).map((kernel) => ({ section, kernel }));
      case 'effect':
        return node.lower(lowering).map((kernel) => ({ section, kernel }));
      case 'store':
        return storeKernels(node, placed, lowering).map((kernel) => ({ section, kernel }));
    }
  });
}

/** None where the value is born in the target; through scratch where both lie in one buffer. */
function storeKernels({ value, target }: StoreNode, placed: ReadonlyMap<Tensor, Tensor>, lowering: GraphLowering): Kernel<Operand>[] {
  const root = rootOf(value);
  const home = placed.get(root);
  if (home === target) return [];
  const size = sizeOf(target.shape);
  if (variableOf(home ?? root) !== variableOf(target)) return [copyKernel(value, target, size)];
  const between = lowering.scratch(size, 'stored value');
  return [copyKernel(value, between, size), copyKernel(between, target, size)];
}

function copyKernel(source: Operand, target: Operand, size: number): Kernel<Operand> {
  return {
    shader: 'elementwise/copy.wgsl',
    bindings: [read(source), readWrite(target)],
    workgroups: spread(Math.ceil(size / 256)),
  };
}
