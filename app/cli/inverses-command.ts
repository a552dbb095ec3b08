import type { InverseMethod } from '../../gpu/curvature/inverse-settings.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { InverseComparison } from '../lab/compare-inverses.ts';
import { formatNumber } from '../lab/format-number.ts';
import type { LayerSides } from '../lab/model/layer-sides.ts';
import { formatTable } from './format-table.ts';
import type { Terminal } from './terminal.ts';

const METHODS: readonly (readonly [name: string, method: InverseMethod])[] = [
  ['Cholesky', { kind: 'cholesky' }],
  ['Newton–Schulz, 1 iteration', { kind: 'newton-schulz', iterations: 1 }],
  ['Newton–Schulz, 2 iterations', { kind: 'newton-schulz', iterations: 2 }],
  ['inverse-free', { kind: 'inverse-free', rate: 1, momentum: 0 }],
];
/** Updates of the averages between refreshes: after each, and the twenty of the paper. */
const UPDATES = [1, 20];

/** Measures one method; see `compareInverses`. */
export type MeasureInverses = (
  context: DeviceContext,
  weights: readonly LayerSides[],
  method: InverseMethod,
  updates: number,
) => Promise<InverseComparison>;

/** Prints what a refresh of all factors of a network costs by each method, and what it leaves over. */
export async function inversesCommand(
  weights: readonly LayerSides[],
  measure: MeasureInverses,
  context: DeviceContext,
  terminal: Terminal,
): Promise<number> {
  const { description, software } = context.facts;
  terminal.out(
    `${description}${software ? ' (software)' : ''}; all factors of ${weights.map(({ inputs, outputs }) => `${inputs} × ${outputs}`).join(', ')}, refreshed together`,
  );
  const rows: string[][] = [];
  for (const [name, method] of METHODS) {
    for (const updates of UPDATES) {
      terminal.replace?.(`${name}, ${updates} updates between refreshes`);
      const { milliseconds, residual, improved, matrices } = await measure(context, weights, method, updates);
      const share = method.kind === 'newton-schulz' ? `${improved} of ${matrices}` : '';
      rows.push([name, String(updates), formatNumber(milliseconds), formatNumber(residual), share]);
    }
  }
  terminal.note(`${rows.length} measurements done`);
  terminal.out(formatTable(['method', 'updates between', 'ms', 'largest ‖I − ÂX‖/√n', 'by iteration'], rows));
  return 0;
}
