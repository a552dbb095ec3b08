import type { OptimizerSpec } from '../lab/optimizer-spec.ts';

/** How an arm's line is drawn everywhere; a colour never stands alone. */
export interface ArmStyle {
  readonly color: string;
  /** SVG dash pattern; empty for a solid line. */
  readonly dash: string;
  /** The pattern in words. */
  readonly pattern: string;
}

/** One style an optimiser; every colour has a contrast of 3 to 1 or more on the light and on the dark paper. */
const STYLES: Readonly<Record<OptimizerSpec['kind'], ArmStyle>> = {
  kfac: { color: '#0072B2', dash: '', pattern: 'solid' },
  sgd: { color: '#D55E00', dash: '8 4', pattern: 'dashed' },
  adam: { color: '#009E73', dash: '2 3', pattern: 'dotted' },
  rmsprop: { color: '#CC79A7', dash: '8 3 2 3', pattern: 'dash-dot' },
  muon: { color: '#8F4BE0', dash: '14 4', pattern: 'long dashes' },
  soap: { color: '#C92488', dash: '8 3 2 3 2 3', pattern: 'dash-dot-dot' },
  shampoo: { color: '#7D7A00', dash: '14 3 2 3', pattern: 'long dash-dot' },
  'hessian-free': { color: '#7A6A66', dash: '4 2', pattern: 'short dashes' },
};

/**
 * Styles of all arms of a race, each used once: the first arm of an optimiser has that optimiser's own, so that a colour
 * keeps its meaning from run to run; further arms of the same one take what is left in order.
 */
export function armStyles(arms: readonly { readonly optimizer: OptimizerSpec['kind'] }[]): readonly ArmStyle[] {
  const raced = new Set(arms.map((arm) => arm.optimizer));
  const spare = Object.entries(STYLES).flatMap(([kind, style]) => (raced.has(kind as OptimizerSpec['kind']) ? [] : [style]));
  const seen = new Set<OptimizerSpec['kind']>();
  return arms.map(({ optimizer }) => {
    const style = seen.has(optimizer) ? spare.shift() : undefined;
    seen.add(optimizer);
    return style ?? STYLES[optimizer];
  });
}
