import { ChainBlock } from '../../gpu/curvature/chain-block.ts';
import { matricesOf, type BlockLayout } from '../../gpu/curvature/factor-layout.ts';
import type { Curvature } from '../../gpu/curvature/curvature.ts';
import type { State, Variable } from '../../gpu/graph/state.ts';
import type { MatrixSlot } from '../../gpu/linalg/matrix-batch.ts';
import { REPORT_FIELDS, type Report } from '../../gpu/optimizers/report.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { BlockSnapshot, KeptSnapshot, LinkSnapshot } from './arm.ts';
import { readChain } from './read-chain.ts';
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
  return {
    lambda: scalars[REPORT_FIELDS.indexOf('lambda')]!,
    kept: [
      ...matricesKept(block.layout, matrix),
      ...(entries === null ? [] : [diagonalKept(block.layout, entries, diagonal, strength[0]!, matrix)]),
    ],
    link: await linkOf(context, state, curvature, layer),
  };
}

/** What the gradient of a weight is predicted from; null for nothing. */
async function linkOf(context: DeviceContext, state: State, { blocks, links }: Curvature, layer: number): Promise<LinkSnapshot | null> {
  const block = blocks[layer];
  if (block instanceof ChainBlock) return readChain(context, state, block);
  return links === null ? null : readLink(context, state, links, layer);
}

/** The average of a block that is a diagonal; what damping adds to frequencies is such that with that of G it makes up λ. */
function diagonalKept(
  layout: BlockLayout,
  { shape }: Variable,
  values: Float32Array,
  strength: number,
  matrix: MatrixReader,
): KeptSnapshot {
  const [rows, columns = 1] = shape as readonly [number, number?];
  const common = { kind: 'diagonal', rows, columns, values } as const;
  if (layout.kind !== 'embedding') return { ...common, symbol: layout.kind === 'diagonal' ? 'F' : 'S', damping: strength };
  const ofGradients = layout.g.length === 0 ? 1 : (matrix('G', layout.g).damping ?? 1);
  return { ...common, symbol: 'A', damping: strength / ofGradients };
}

type Matrix = Extract<KeptSnapshot, { kind: 'matrix' }>;
type MatrixReader = (symbol: Matrix['symbol'], parts: readonly (MatrixSlot & { readonly start: number })[]) => Matrix;

function matricesKept(layout: BlockLayout, matrix: MatrixReader): readonly KeptSnapshot[] {
  switch (layout.kind) {
    case 'kronecker': {
      const outputs = layout.slice.shape[1]!;
      return [matrix('A', layout.a), layout.g.length > 0 ? matrix('G', layout.g) : { kind: 'identity', symbol: 'G', size: outputs }];
    }
    case 'tied':
      return [matrix('A', layout.a), matrix('G', layout.g)];
    case 'embedding':
      return layout.g.length > 0 ? [matrix('G', layout.g)] : [{ kind: 'identity', symbol: 'G', size: layout.slice.shape[1]! }];
    case 'channels':
      return [matrix('F', layout.channels)];
    case 'full':
      return [matrix('F', [layout.f])];
    case 'diagonal':
      return [];
  }
}
