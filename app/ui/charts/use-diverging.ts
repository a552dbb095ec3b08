import { useMemo, type RefObject } from 'react';
import { divergingTable } from './diverging.ts';
import { useThemeColors } from './theme-colors.ts';

/** The diverging colours on the paper of an element with the class `chart-theme`; null until it is on the page. */
export function useDiverging(element: RefObject<HTMLElement | null>): Uint8ClampedArray | null {
  const paper = useThemeColors(element)?.paper;
  return useMemo(() => (paper === undefined ? null : divergingTable(paper)), [paper]);
}
