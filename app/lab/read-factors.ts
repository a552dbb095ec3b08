import type { Curvature } from '../../gpu/curvature/curvature.ts';
import type { SideMatrix } from '../../gpu/curvature/factor-layout.ts';
import type { State } from '../../gpu/graph/state.ts';
import { REPORT_FIELDS, type Report } from '../../gpu/optimizers/report.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import { readOnce } from '../../gpu/runtime/readback.ts';
import type { FactorSnapshot } from './arm.ts';

/** The two factors of one layer and their damping as they are on the GPU now; null where there is no such block. */
export async function readFactors(
  context: DeviceContext,
  state: State,
  curvature: Curvature | null,
  report: Report,
  layer: number,
): Promise<FactorSnapshot | null> {
  const block = curvature?.layout.blocks[layer];
  if (curvature === null || block?.kind !== 'kronecker' || block.g.length === 0) return null;
  const { a, g } = block;
  const { matrices } = curvature.layout;
  const shiftOf = (matrix: SideMatrix): number => matrices.indexOf(matrix);
  const bytes = await readOnce(context, [
    ...[...a, ...g].map(({ offset, size }) => state.range(curvature.factors, offset, size ** 2)),
    state.range(curvature.inverses.shifts),
    state.range(report.current),
  ]);
  const values = new Float32Array(bytes);
  const elements = (side: readonly SideMatrix[]): number => side.reduce((sum, { size }) => sum + size ** 2, 0);
  const gStart = elements(a);
  const end = gStart + elements(g);
  const aDamping = values[end + shiftOf(a[0]!)]!;
  const gDamping = values[end + shiftOf(g[0]!)]!;
  return {
    a: blockDiagonal(a, values.subarray(0, gStart)),
    aSize: sideOf(a),
    g: blockDiagonal(g, values.subarray(gStart, end)),
    gSize: sideOf(g),
    lambda: values[end + matrices.length + REPORT_FIELDS.indexOf('lambda')]!,
    pi: Math.sqrt(aDamping / gDamping),
    aDamping,
    gDamping,
  };
}

function sideOf(parts: readonly SideMatrix[]): number {
  return parts.reduce((sum, { size }) => sum + size, 0);
}

/** The matrix of a whole side, zero between its parts, from the parts one after the other. */
function blockDiagonal(parts: readonly SideMatrix[], values: Float32Array): Float32Array {
  const side = sideOf(parts);
  const whole = new Float32Array(side ** 2);
  let read = 0;
  for (const { start, size } of parts) {
    for (let row = 0; row < size; row++, read += size) whole.set(values.subarray(read, read + size), (start + row) * side + start);
  }
  return whole;
}
