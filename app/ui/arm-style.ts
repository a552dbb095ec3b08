/** How an arm's line is drawn everywhere; a colour never stands alone. */
export interface ArmStyle {
  readonly color: string;
  /** SVG dash pattern; empty for a solid line. */
  readonly dash: string;
  /** The pattern in words. */
  readonly pattern: 'solid' | 'dashed' | 'dotted' | 'dash-dot';
}

const STYLES: readonly [ArmStyle, ArmStyle, ArmStyle, ArmStyle] = [
  { color: '#0072B2', dash: '', pattern: 'solid' },
  { color: '#D55E00', dash: '8 4', pattern: 'dashed' },
  { color: '#009E73', dash: '2 3', pattern: 'dotted' },
  { color: '#CC79A7', dash: '8 3 2 3', pattern: 'dash-dot' },
];

/**
 * Styles of all arms of a race, each used once: the first K-FAC arm is always solid blue and the first SGD arm always dashed
 * orange, so that a colour keeps its meaning from run to run; the others take what is left in order.
 */
export function armStyles(arms: readonly { readonly optimizer: string }[]): readonly ArmStyle[] {
  const firstKfac = arms.findIndex((arm) => arm.optimizer === 'kfac');
  const firstSgd = arms.findIndex((arm) => arm.optimizer === 'sgd');
  const free = [...STYLES.slice(2), ...(firstKfac < 0 ? [STYLES[0]] : []), ...(firstSgd < 0 ? [STYLES[1]] : [])];
  const spare = [...free, STYLES[0], STYLES[1]];
  let next = 0;
  return arms.map((_, index) => {
    if (index === firstKfac) return STYLES[0];
    if (index === firstSgd) return STYLES[1];
    return spare[next++] ?? STYLES[0];
  });
}
