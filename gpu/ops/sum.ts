import { defineOp } from '../graph/define-op.ts';
import { formatShape, sameShape, sizeOf, type Shape, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { affine } from './affine.ts';
import { axisGroups, broadcastShapes, extentAt, stridedOverrides } from './broadcast-shape.ts';
import { elementwise } from './elementwise.ts';

/** Sums over the middle of `[outer, terms, inner]`. */
export interface FoldProblem {
  readonly outer: number;
  readonly terms: number;
  readonly inner: number;
}

const INVOCATIONS = 64;

/** Terms one invocation adds: a CPU has few cores and dear dispatches, a GPU wants many short loops. */
function maxTerms(software: boolean): number {
  return software ? 512 : 32;
}

/**
 * Kernels that sum `[outer, terms, inner]` to `[outer, inner]` by a fixed tree of stages without barriers; `shader`
 * names the family of the first stage (`reduce/sum`, or `reduce/dot` on two operands).
 */
export function foldKernels<T>(
  context: LoweringContext<T>,
  shader: 'reduce/sum' | 'reduce/dot',
  { outer, terms, inner }: FoldProblem,
  operands: readonly T[],
  output: T,
): Kernel<T>[] {
  if (outer * inner === 0) return [];
  const byFour = (terms * inner) % 4 === 0 && terms > 0 && (inner % 4 === 0 || inner === 1);
  const across = byFour && inner === 1;
  const unit = byFour ? 4 : 1;
  const width = across ? 1 : inner / unit;
  const count = across ? terms / 4 : terms;
  const stages = Math.max(1, Math.ceil(Math.log(Math.max(1, count)) / Math.log(maxTerms(context.facts.software))));
  const fanIn = Math.ceil(count ** (1 / stages));
  const kernels: Kernel<T>[] = [];
  let family: string = shader;
  let sources = operands;
  let remaining = count;
  while (kernels.length === 0 || remaining > 1) {
    const next = Math.max(1, Math.ceil(remaining / Math.max(1, fanIn)));
    const last = next === 1;
    const suffix = last && across ? '-across' : byFour ? '-vector' : '';
    const target = last ? output : context.scratch(outer * next * width * unit, 'partial sums');
    const overrides = { LENGTH: remaining * width, STRIDE: next * width, COUNT: outer * next * width };
    kernels.push({
      shader: `${family}${suffix}.wgsl`,
      overrides,
      bindings: [...sources.map((source) => read(source)), readWrite(target)],
      workgroups: spread(Math.ceil(overrides.COUNT / INVOCATIONS)),
    });
    family = 'reduce/sum';
    sources = [target];
    remaining = next;
  }
  return kernels;
}

const recordSum: (inputs: readonly [Tensor], problem: FoldProblem) => Tensor = defineOp<FoldProblem>({
  name: 'sum',
  shape: (_, { outer, inner }) => [outer, inner],
  lower: (context, [x], output, problem) => foldKernels(context, 'reduce/sum', problem, [x!], output),
  vjp: (cotangent, [x], _, { outer, terms, inner }) => {
    const { graph } = cotangent;
    const spreadOut = broadcastTo(graph.reshape(cotangent, [outer, 1, inner]), [outer, terms, inner]);
    return [graph.reshape(spreadOut, x!.shape)];
  },
  jvp: ([tangent], _, __, problem) => recordSum([tangent!], problem),
});

export interface SumOptions {
  /** Keep the summed axes with extent 1. */
  readonly keepAxes?: boolean;
}

/**
 * Sum over some axes, all when absent (then `[1]`); negative axes count from the fastest.
 * @throws ShapeError for an axis that is not there or named twice.
 */
export function sum(x: Tensor, axes?: readonly number[], { keepAxes = false }: SumOptions = {}): Tensor {
  const rank = x.shape.length;
  const chosen = new Set((axes ?? x.shape.map((_, axis) => axis)).map((axis) => (axis < 0 ? axis + rank : axis)));
  if ([...chosen].some((axis) => !(axis >= 0 && axis < rank)) || (axes !== undefined && chosen.size !== axes.length)) {
    throw new ShapeError(
      `sum: expected different axes of ${formatShape(x.shape)}, got ${formatShape(axes ?? [])}; name each axis once, between ${-rank} and ${rank - 1}`,
    );
  }
  const kept = x.shape.map((extent, axis) => (chosen.has(axis) ? 1 : extent));
  const reduced = sumRuns(x, chosen);
  const dropped = kept.filter((_, axis) => !chosen.has(axis));
  const shape = keepAxes ? kept : dropped.length === 0 ? [1] : dropped;
  return sameShape(reduced.shape, shape) ? reduced : x.graph.reshape(reduced, shape);
}

/** Sums one run of neighbouring axes after the other, the fastest first. */
function sumRuns(x: Tensor, chosen: ReadonlySet<number>): Tensor {
  let result = x;
  let shape = [...x.shape];
  for (let end = shape.length; end > 0; end--) {
    if (!chosen.has(end - 1)) continue;
    let start = end - 1;
    while (chosen.has(start - 1)) start--;
    const terms = sizeOf(shape.slice(start, end));
    if (terms !== 1) result = recordSum([result], { outer: sizeOf(shape.slice(0, start)), terms, inner: sizeOf(shape.slice(end)) });
    shape = shape.map((extent, axis) => (axis >= start && axis < end ? 1 : extent));
    end = start + 1;
  }
  return result;
}

/** Mean over some axes, all when absent (then `[1]`). */
export function mean(x: Tensor, axes?: readonly number[], options: SumOptions = {}): Tensor {
  const total = sum(x, axes, options);
  return affine(total, sizeOf(total.shape) / Math.max(1, sizeOf(x.shape)));
}

const recordBroadcast: (inputs: readonly [Tensor], attributes: { readonly shape: Shape }) => Tensor = defineOp<{ readonly shape: Shape }>({
  name: 'broadcast',
  shape: ([x], { shape }) => {
    axisGroups('broadcast', shape, [x!.shape]);
    return shape;
  },
  lower: (_, [x], output, { shape }) =>
    elementwise(
      'elementwise/broadcast.wgsl',
      sizeOf(shape),
      [read(x!), readWrite(output)],
      stridedOverrides(axisGroups('broadcast', shape, [x!.shape]), ['A']),
    ),
  vjp: (cotangent, [x]) => [sumTo(cotangent, x!.shape)],
  jvp: ([tangent], _, __, attributes) => recordBroadcast([tangent!], attributes),
});

/** `x` repeated to `shape` by NumPy's rules. @throws ShapeError when it does not fit. */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  if (!sameShape(broadcastShapes('broadcast', x.shape, shape), shape)) {
    throw new ShapeError(
      `broadcast: expected a shape that repeats to ${formatShape(shape)}, got ${formatShape(x.shape)}; give axes of the same extent or 1`,
    );
  }
  return sizeOf(x.shape) === sizeOf(shape) ? x.graph.reshape(x, shape) : recordBroadcast([x], { shape });
}

/** Sum over the axes along which `shape` was repeated to the shape of `x`: the transpose of `broadcastTo`. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const rank = x.shape.length;
  const repeated = x.shape.flatMap((extent, axis) => (extent !== extentAt(shape, axis, rank) ? [axis] : []));
  const reduced = repeated.length === 0 ? x : sum(x, repeated, { keepAxes: true });
  return sameShape(reduced.shape, shape) ? reduced : x.graph.reshape(reduced, shape);
}
