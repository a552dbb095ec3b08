import type { BlockLayout } from '../../gpu/curvature/factor-layout.ts';
import type { Curvature } from '../../gpu/curvature/curvature.ts';
import { DiagonalBlock } from '../../gpu/curvature/diagonal-block.ts';
import type { State } from '../../gpu/graph/state.ts';
import type { MatrixSlot } from '../../gpu/linalg/matrix-batch.ts';
import { REPORT_FIELDS, type Report } from '../../gpu/optimizers/report.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import { readOnce } from '../../gpu/runtime/readback.ts';
import type { BlockSnapshot, KeptSnapshot } from './arm.ts';

/** The block of one layer and its damping as they are on the GPU now; null where no curvature is kept. */
export async function readBlock(
  context: DeviceContext,
  state: State,
  curvature: Curvature | null,
  report: Report,
  layer: number,
): Promise<BlockSnapshot | null> {
  const block = curvature?.blocks[layer];
  if (curvature === null || block === undefined) return null;
  const slots = matricesOf(block.layout);
  const origin = slots[0]?.offset ?? 0;
  const end = slots.reduce((last, { offset, size }) => Math.max(last, offset + size ** 2), 0);
  const ranges = [
    state.range(report.current),
    state.range(curvature.strength),
    state.range(curvature.inverses.shifts),
    // The matrices of a block lie one after the other.
    block instanceof DiagonalBlock ? state.range(block.diagonal) : state.range(curvature.factors, origin, end - origin),
  ];
  const bytes = await readOnce(context, ranges);
  let next = 0;
  const [scalars, strength, shifts, averages] = ranges.map(({ size }) => {
    const start = next;
    next += size;
    return new Float32Array(bytes, start, size / Float32Array.BYTES_PER_ELEMENT);
  }) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const matrix: MatrixReader = (symbol, parts) => ({
    kind: 'matrix',
    symbol,
    parts: parts.map(({ offset, size, start }) => ({
      start,
      size,
      values: averages.subarray(offset - origin, offset - origin + size ** 2),
    })),
    damping: shifts[curvature.layout.matrices.indexOf(parts[0]!)]!,
  });
  return {
    lambda: scalars[REPORT_FIELDS.indexOf('lambda')]!,
    kept: keptBy(block.layout, matrix, { values: averages, damping: strength[0]! }),
  };
}

type Matrix = Extract<KeptSnapshot, { kind: 'matrix' }>;
type MatrixReader = (symbol: Matrix['symbol'], parts: readonly (MatrixSlot & { readonly start: number })[]) => Matrix;

function matricesOf(layout: BlockLayout): readonly MatrixSlot[] {
  switch (layout.kind) {
    case 'kronecker':
      return [...layout.a, ...layout.g];
    case 'full':
      return [layout.f];
    case 'diagonal':
      return [];
  }
}

function keptBy(
  layout: BlockLayout,
  matrix: MatrixReader,
  diagonal: { readonly values: Float32Array; readonly damping: number },
): readonly KeptSnapshot[] {
  const [rows, columns] = layout.slice.shape as readonly [number, number];
  switch (layout.kind) {
    case 'kronecker':
      return [matrix('A', layout.a), layout.g.length > 0 ? matrix('G', layout.g) : { kind: 'identity', symbol: 'G', size: columns }];
    case 'full':
      return [matrix('F', [layout.f])];
    case 'diagonal':
      return [{ kind: 'diagonal', rows, columns, ...diagonal }];
  }
}
