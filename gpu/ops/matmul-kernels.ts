import type { KernelFamily } from '../runtime/adapter-facts.ts';
import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { activationAfter } from './activation-after.ts';
import {
  activationOverride,
  checkMatmul,
  shapeWords,
  SMALL_PRODUCT,
  storedLayout,
  type MatmulLayout,
  type MatmulProblem,
} from './matmul-shape.ts';
import { isPitched, packKernel } from './pack-kernel.ts';
import { packStrips, STRIP_TILE, stripSteps } from './strips.ts';
import { foldKernels } from './sum.ts';

export { ACTIVATIONS, type Activation, type MatmulProblem } from './matmul-shape.ts';

interface Operands<T> {
  readonly a: T;
  readonly b: T;
  readonly c: T;
}

/** Rows and columns of C a workgroup makes. */
const TILES: Readonly<Record<KernelFamily, readonly [rows: number, columns: number]>> = {
  'subgroup-4': STRIP_TILE,
  register: [16, 64],
  workgroup: [64, 64],
};

/**
 * Kernels for a matrix product; none when `C` is empty. Buffers may hold more rows than the problem needs.
 * @throws ShapeError when a size is not a whole number, or the homogeneous feature has no room.
 */
export function matmulKernels<T>(context: LoweringContext<T>, problem: MatmulProblem, operands: Operands<T>): Kernel<T>[] {
  checkMatmul(problem);
  const { m, n, k } = problem;
  if (m === 0 || n === 0) return [];
  const { family } = context.facts;
  if (family !== 'workgroup' && m * n * k > SMALL_PRODUCT && isThin(problem)) return thinKernels(context, problem, operands);
  // A narrow result leaves most of a CPU's tile empty; a GPU's many lanes are better off sharing the inner dimension's loads.
  const isNarrow = family !== 'workgroup' && Math.min(m, n) <= 8;
  if (m * n * k <= SMALL_PRODUCT || isNarrow) {
    return [stridedKernel(context, 'matmul/general.wgsl', Math.ceil((Math.ceil(m / 4) * Math.ceil(n / 4)) / 16), problem, operands)];
  }
  if (family === 'workgroup') return [stridedKernel(context, 'matmul/workgroup.wgsl', tiles(family, problem), problem, operands)];
  if (family === 'subgroup-4') return stripKernels(context, problem, operands);
  return pitchedKernels(context, problem, operands);
}

/** Whether rows of C and B are three or four vec4s: tiles of either CPU family would be half empty or more. */
function isThin({ n, transposeB = false }: MatmulProblem): boolean {
  return (n === 12 || n === 16) && !transposeB;
}

/** Invocations that keep a CPU's cores busy. */
const THIN_INVOCATIONS = 256;

/** Four rows an invocation; where these are few, several invocations share the inner dimension of each four. */
function thinKernels<T>(context: LoweringContext<T>, problem: MatmulProblem, { a, b, c }: Operands<T>): Kernel<T>[] {
  const { m, n, k, activation = 'none' } = problem;
  const quads = Math.ceil(m / 4);
  const span = activation === 'none' ? Math.ceil(k / Math.max(1, Math.min(Math.ceil(THIN_INVOCATIONS / quads), Math.floor(k / 64)))) : k;
  const parts = Math.ceil(k / span);
  const sums = parts === 1 ? c : context.scratch(parts * m * n, 'sums of parts');
  const shape = context.constant(shapeWords(storedLayout(problem), problem), 'matmul shape');
  const product: Kernel<T> = {
    shader: 'matmul/thin.wgsl',
    overrides: { SPAN: span, ...activationOverride(problem) },
    bindings: [read(a), read(b), readWrite(sums), read(shape)],
    workgroups: spread(Math.ceil((quads * parts) / 16)),
  };
  return parts === 1 ? [product] : [product, ...foldKernels(context, 'reduce/sum', { outer: 1, terms: parts, inner: m * n }, [sums], c)];
}

/** One dispatch that reads the operands where they lie. */
function stridedKernel<T>(
  context: LoweringContext<T>,
  shader: string,
  workgroups: number,
  problem: MatmulProblem,
  { a, b, c }: Operands<T>,
): Kernel<T> {
  const shape = context.constant(shapeWords(storedLayout(problem), problem), 'matmul shape');
  const bindings = [read(a), read(b), readWrite(c), read(shape)];
  return { shader, overrides: activationOverride(problem), bindings, workgroups: spread(workgroups) };
}

/** Tiles made from strips of both operands: one inner loop for every layout, and one pipeline for all products of a model. */
function stripKernels<T>(context: LoweringContext<T>, problem: MatmulProblem, { a, b, c }: Operands<T>): Kernel<T>[] {
  const { m, n, k, scale = 1, activation = 'none' } = problem;
  const { aRow, aColumn, bRow, bColumn, onesRow, onesColumn } = storedLayout(problem);
  const left = packStrips(context, { rows: m, inner: k, rowStride: aRow, innerStride: aColumn, onesRow, onesInner: onesColumn }, a);
  const right = packStrips(context, { rows: n, inner: k, rowStride: bColumn, innerStride: bRow }, b);
  const { isRelu, target, kernels } = activationAfter(context, activation, m * n, c);
  const words = new Uint32Array([m, n, stripSteps(k), isRelu ? 1 : 0, 0]);
  new Float32Array(words.buffer).set([scale], words.length - 1);
  const product: Kernel<T> = {
    shader: 'matmul/subgroup-4.wgsl',
    bindings: [read(left.strips), read(right.strips), readWrite(target), read(context.constant(words, 'matmul shape'))],
    workgroups: spread(tiles('subgroup-4', problem)),
  };
  return [left.kernel, right.kernel, product, ...kernels];
}

/** Register tiles, which load vec4s: operands whose rows are not whole vec4s are packed first. */
function pitchedKernels<T>(context: LoweringContext<T>, problem: MatmulProblem, operands: Operands<T>): Kernel<T>[] {
  const { m, n, k, transposeA = false, transposeB = false, homogeneous = false } = problem;
  const kernels: Kernel<T>[] = [];
  let layout: MatmulLayout = storedLayout(problem);
  let { a, b } = operands;
  const columnsOfA = (transposeA ? m : k) - (homogeneous ? 1 : 0);
  if (!isPitched(columnsOfA)) {
    const packed = packKernel(context, { rows: transposeA ? k : m, columns: columnsOfA, ones: homogeneous }, a);
    kernels.push(packed.kernel);
    a = packed.operand;
    const { onesRow: _row, onesColumn: _column, ...rest } = layout;
    layout = { ...rest, ...(transposeA ? { aColumn: packed.pitch } : { aRow: packed.pitch }) };
  } else if (homogeneous && !transposeA) {
    // The last step multiplies by one: leave it out of the sum and add B's last row at the end.
    const { onesColumn: _, ...rest } = layout;
    layout = { ...rest, k: k - 1, bias: { start: (k - 1) * layout.bRow, stride: layout.bColumn } };
  }
  const columnsOfB = transposeB ? k : n;
  if (!isPitched(columnsOfB)) {
    const packed = packKernel(context, { rows: transposeB ? n : k, columns: columnsOfB, ones: false }, b);
    kernels.push(packed.kernel);
    b = packed.operand;
    layout = { ...layout, ...(transposeB ? { bColumn: packed.pitch } : { bRow: packed.pitch }) };
  }
  const shape = context.constant(shapeWords(layout, problem), 'matmul shape');
  kernels.push({
    shader: 'matmul/register.wgsl',
    overrides: activationOverride(problem),
    consts: { TRANSPOSE_A: Number(transposeA), TRANSPOSE_B: Number(transposeB) },
    bindings: [read(a), read(b), readWrite(operands.c), read(shape), read(operands.b)],
    workgroups: spread(tiles('register', problem)),
  });
  return kernels;
}

function tiles(family: KernelFamily, { m, n }: MatmulProblem): number {
  const [rows, columns] = TILES[family];
  return Math.ceil(m / rows) * Math.ceil(n / columns);
}
