import type { BlockLayout } from '../../gpu/curvature/factor-layout.ts';
import type { Curvature } from '../../gpu/curvature/curvature.ts';
import type { State } from '../../gpu/graph/state.ts';
import type { MatrixSlot } from '../../gpu/linalg/matrix-batch.ts';
import { REPORT_FIELDS, type Report } from '../../gpu/optimizers/report.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { BlockSnapshot, KeptSnapshot } from './arm.ts';
import { readFloats } from './read-floats.ts';
import { readLink } from './read-link.ts';

/** The block of one layer, its damping and its link as they are on the GPU now; null where no curvature is kept. */
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
  const { entries } = block;
  const { inverses } = curvature;
  const [scalars, strength, shifts, averages, diagonal] = await readFloats(context, [
    state.range(report.current),
    state.range(curvature.strength),
    state.range(inverses.shifts),
    // The matrices of a block lie one after the other.
    state.range(curvature.factors, origin, end - origin),
    state.range(entries ?? curvature.strength),
  ]);
  const matrix: MatrixReader = (symbol, parts) => ({
    kind: 'matrix',
    symbol,
    parts: parts.map(({ offset, size, start }) => ({
      start,
      size,
      values: averages.subarray(offset - origin, offset - origin + size ** 2),
    })),
    damping: shifts[inverses.shiftIndex(parts[0]!)] ?? null,
  });
  const [rows, columns] = block.layout.slice.shape as readonly [number, number];
  const symbol = block.layout.kind === 'diagonal' ? 'F' : 'S';
  return {
    lambda: scalars[REPORT_FIELDS.indexOf('lambda')]!,
    kept: [
      ...matricesKept(block.layout, matrix),
      ...(entries === null ? [] : [{ kind: 'diagonal', symbol, rows, columns, values: diagonal, damping: strength[0]! } as const]),
    ],
    link: await readLink(context, state, curvature.links, layer),
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

function matricesKept(layout: BlockLayout, matrix: MatrixReader): readonly KeptSnapshot[] {
  switch (layout.kind) {
    case 'kronecker': {
      const outputs = layout.slice.shape[1]!;
      return [matrix('A', layout.a), layout.g.length > 0 ? matrix('G', layout.g) : { kind: 'identity', symbol: 'G', size: outputs }];
    }
    case 'full':
      return [matrix('F', [layout.f])];
    case 'diagonal':
      return [];
  }
}
