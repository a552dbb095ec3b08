import type { CurvatureBlock } from '../curvature/block.ts';
import type { Curvature } from '../curvature/curvature.ts';
import { EigenBlock } from '../curvature/eigen-block.ts';
import type { ChannelsLayout, KroneckerLayout, SideMatrix } from '../curvature/factor-layout.ts';
import type { Variable } from '../graph/state.ts';
import type { MatrixSlot } from '../linalg/matrix-batch.ts';
import { eigenvalueLayout } from '../linalg/eigen-layout.ts';
import { kronecker } from './dense-network.ts';

/** A block of curvature as float64 matrices. */
export interface DenseBlock {
  /** The factors of whole sides, zero between parts; G is the identity where none is kept, both are empty where there are none. */
  readonly a: Float32Array;
  readonly g: Float32Array;
  /** What damping adds to each factor's diagonal; 0 where it is exact. */
  readonly aShift: number;
  readonly gShift: number;
  /** The approximation of the Fisher block, `[P, P]`, P = (inputs + 1) · outputs by rows, and with its damping. */
  readonly dense: Float64Array;
  readonly damped: Float64Array;
  /** Eigenvectors of the block as columns, `[P, P]`, and what stands for its eigenvalues; null without a basis. */
  readonly basis: Float64Array | null;
  readonly scalings: Float64Array | null;
}

const NONE = new Float32Array(0);

/** Makes dense blocks from what was read back: `contentOf` gives the content of a variable. */
export async function denseBlock(
  block: CurvatureBlock,
  curvature: Curvature,
  lambda: number,
  contentOf: (variable: Variable) => Promise<Float32Array>,
): Promise<DenseBlock> {
  const factors = await contentOf(curvature.factors);
  const { layout } = block;
  switch (layout.kind) {
    case 'kronecker': {
      const [aSize, gSize] = layout.slice.shape as readonly [number, number];
      const a = side(layout.a, aSize, factors);
      const g = side(layout.g, gSize, factors);
      if (block instanceof EigenBlock) return { a, g, aShift: 0, gShift: 0, ...(await inEigenbasis(block, curvature, lambda, contentOf)) };
      const shifts = await contentOf(curvature.inverses.shifts);
      const shiftOf = (part: SideMatrix | undefined): number => (part === undefined ? 0 : shifts[curvature.layout.matrices.indexOf(part)]!);
      const [aShift, gShift] = [shiftOf(layout.a[0]), shiftOf(layout.g[0])];
      const dense = kronecker(a, aSize, g, gSize);
      const damped = kronecker(shifted(a, aShift), aSize, shifted(g, gShift), gSize);
      return { a, g, aShift, gShift, dense, damped, basis: null, scalings: null };
    }
    case 'embedding': {
      const [tokens, gSize] = layout.slice.shape as readonly [number, number];
      const a = diagonal(await contentOf(block.entries!));
      const g = side(layout.g, gSize, factors);
      const shifts = await contentOf(curvature.inverses.shifts);
      const gShift = layout.g.length === 0 ? 0 : shifts[curvature.inverses.shiftIndex(layout.g[0]!)]!;
      const aShift = layout.g.length === 0 ? lambda : lambda / gShift;
      const dense = kronecker(a, tokens, g, gSize);
      const damped = kronecker(shifted(a, aShift), tokens, shifted(g, gShift), gSize);
      return { a: Float32Array.from(a), g, aShift, gShift, dense, damped, basis: null, scalings: null };
    }
    case 'tied': {
      const [tokens, units] = layout.slice.shape as readonly [number, number];
      const [a, g] = [side(layout.a, tokens, factors), side(layout.g, units, factors)];
      const shifts = await contentOf(curvature.inverses.shifts);
      const [aShift, gShift] = [layout.a, layout.g].map(([first]) => shifts[curvature.inverses.shiftIndex(first!)]!) as [number, number];
      const trace = g.reduce((sum, value, at) => sum + (at % (units + 1) === 0 ? value : 0), 0);
      const over = (matrix: Float64Array): Float64Array => matrix.map((value) => value / trace);
      const dense = over(kronecker(a, tokens, g, units));
      const damped = over(kronecker(shifted(a, aShift), tokens, shifted(g, gShift), units));
      return { a, g, aShift, gShift, dense, damped, basis: null, scalings: null };
    }
    case 'channels': {
      const dense = channelBlocks(layout, factors);
      return { ...WITHOUT_FACTORS, dense, damped: shifted(dense, lambda) };
    }
    case 'full': {
      const dense = Float64Array.from(matrixAt(factors, layout.f));
      return { ...WITHOUT_FACTORS, dense, damped: shifted(dense, lambda) };
    }
    case 'diagonal': {
      const dense = diagonal(await contentOf(block.entries!));
      return { ...WITHOUT_FACTORS, dense, damped: shifted(dense, lambda) };
    }
  }
}

/** Blocks of single channels as one matrix over a weight `[K + 1, channels]` flattened by rows. */
function channelBlocks({ channels, slice }: ChannelsLayout, factors: Float32Array): Float64Array {
  const [rows, columns] = slice.shape as readonly [number, number];
  const size = rows * columns;
  const dense = new Float64Array(size * size);
  for (const [channel, matrix] of channels.entries()) {
    for (const [index, value] of matrixAt(factors, matrix).entries()) {
      const [row, column] = [Math.floor(index / rows), index % rows];
      dense[(row * columns + channel) * size + column * columns + channel] = value;
    }
  }
  return dense;
}

const WITHOUT_FACTORS = { a: NONE, g: NONE, aShift: 0, gShift: 0, basis: null, scalings: null } as const;

/** Q diag(S) Qᵀ with Q = Q_A ⊗ Q_G. */
async function inEigenbasis(
  { layout, bases, entries }: EigenBlock,
  { layout: { blocks } }: Curvature,
  lambda: number,
  contentOf: (variable: Variable) => Promise<Float32Array>,
): Promise<Pick<DenseBlock, 'dense' | 'damped' | 'basis' | 'scalings'>> {
  const [aSize, gSize] = layout.slice.shape as readonly [number, number];
  const vectors = await contentOf(bases.vectors);
  const basis = kronecker(side(layout.a, aSize, vectors), aSize, side(layout.g, gSize, vectors), gSize);
  const solved = blocks.flatMap((other) => (other.kind === 'kronecker' ? [...other.a, ...other.g] : []));
  const values = await contentOf(bases.values);
  const eigenvalues = (parts: readonly SideMatrix[], size: number): number[] =>
    parts.length === 0 ? Array.from({ length: size }, () => 1) : parts.flatMap((part) => [...valuesOf(values, solved, part)]);
  const products = (): Float64Array =>
    Float64Array.from(eigenvalues(layout.a, aSize).flatMap((ofA) => eigenvalues(layout.g, gSize).map((ofG) => ofA * ofG)));
  const scaling = entries === null ? products() : Float64Array.from(await contentOf(entries));
  const dense = rotatedDiagonal(basis, scaling);
  return { dense, damped: shifted(dense, lambda), basis, scalings: scaling };
}

function valuesOf(values: Float32Array, solved: readonly MatrixSlot[], part: SideMatrix): Float32Array {
  const { offset, size } = eigenvalueLayout(solved).slots[solved.indexOf(part)]!;
  return values.slice(offset, offset + size).map((value) => Math.max(value, 0));
}

/** A whole side from its parts, zero between them; the identity where there are none. */
function side(parts: KroneckerLayout['a'], size: number, flat: Float32Array): Float32Array {
  if (parts.length === 0) return Float32Array.from({ length: size ** 2 }, (_, index) => (index % (size + 1) === 0 ? 1 : 0));
  const whole = new Float32Array(size ** 2);
  for (const part of parts) {
    const matrix = matrixAt(flat, part);
    for (let row = 0; row < part.size; row++) {
      whole.set(matrix.subarray(row * part.size, (row + 1) * part.size), (part.start + row) * size + part.start);
    }
  }
  return whole;
}

function matrixAt(flat: Float32Array, { offset, size }: MatrixSlot): Float32Array {
  return flat.slice(offset, offset + size ** 2);
}

function rotatedDiagonal(basis: Float64Array, scalings: Float64Array): Float64Array {
  const size = scalings.length;
  return Float64Array.from(basis, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    return scalings.reduce((sum, value, index) => sum + value * basis[row * size + index]! * basis[column * size + index]!, 0);
  });
}

function diagonal(values: Float32Array): Float64Array {
  const dense = new Float64Array(values.length ** 2);
  for (const [index, value] of values.entries()) dense[index * (values.length + 1)] = value;
  return dense;
}

/** A square matrix with `shift` added to its diagonal. */
function shifted(matrix: ArrayLike<number>, shift: number): Float64Array {
  const size = Math.sqrt(matrix.length);
  return Float64Array.from(matrix, (value, index) => value + (index % (size + 1) === 0 ? shift : 0));
}
