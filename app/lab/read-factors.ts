import type { KroneckerCurvature } from '../../gpu/curvature/kronecker.ts';
import type { State } from '../../gpu/graph/state.ts';
import { REPORT_FIELDS, type Report } from '../../gpu/optimizers/report.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import { readOnce } from '../../gpu/runtime/readback.ts';
import type { FactorSnapshot } from './arm.ts';

/** The two factors of one layer and their damping as they are on the GPU now; null where there is no such block. */
export async function readFactors(
  context: DeviceContext,
  state: State,
  curvature: KroneckerCurvature | null,
  report: Report,
  layer: number,
): Promise<FactorSnapshot | null> {
  const pair = curvature?.layout.pairs[layer];
  if (curvature === null || pair === undefined) return null;
  const { a, g } = pair;
  const bytes = await readOnce(context, [
    state.range(curvature.factors, a.offset, a.size ** 2),
    state.range(curvature.factors, g.offset, g.size ** 2),
    state.range(curvature.shifts, 2 * layer, 2),
    state.range(report.current),
  ]);
  const values = new Float32Array(bytes);
  const gStart = a.size ** 2;
  const end = gStart + g.size ** 2;
  const [aDamping, gDamping] = values.subarray(end, end + 2) as unknown as [number, number];
  return {
    a: values.slice(0, gStart),
    aSize: a.size,
    g: values.slice(gStart, end),
    gSize: g.size,
    lambda: values[end + 2 + REPORT_FIELDS.indexOf('lambda')]!,
    pi: Math.sqrt(aDamping / gDamping),
    aDamping,
    gDamping,
  };
}
