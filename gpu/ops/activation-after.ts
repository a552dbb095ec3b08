import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { ACTIVATIONS, type Activation } from './matmul-shape.ts';

/** How a product whose kernel knows only relu comes to its activation. */
export interface ActivationAfter<T> {
  /** Whether the product's kernel applies relu itself. */
  readonly isRelu: boolean;
  /** What the product writes. */
  readonly target: T;
  /** What comes after it. */
  readonly kernels: readonly Kernel<T>[];
}

/**
 * Kernels that take long to compile know no activation but relu: on CPU adapters all branches run, so a pipeline would be needed
 * for each, and a pass over the result is cheaper.
 */
export function activationAfter<T>(context: LoweringContext<T>, activation: Activation, elements: number, result: T): ActivationAfter<T> {
  if (activation === 'none' || activation === 'relu') return { isRelu: activation === 'relu', target: result, kernels: [] };
  const target = context.scratch(elements, 'before activation');
  const isWhole = elements % 4 === 0;
  const kernel: Kernel<T> = {
    shader: `elementwise/unary${isWhole ? '-vector' : ''}.wgsl`,
    overrides: { KIND: ACTIVATIONS.indexOf(activation) },
    bindings: [read(target), readWrite(result)],
    workgroups: spread(Math.ceil(elements / (isWhole ? 4 : 1) / 256)),
  };
  return { isRelu: false, target, kernels: [kernel] };
}
