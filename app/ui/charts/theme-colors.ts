import { useEffect, useState, type RefObject } from 'react';

/** Colours and type of the page around an element, resolved for drawing on a canvas. */
export interface ThemeColors {
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly paper: string;
  readonly font: string;
  /** Size of the page's text against 16 px. */
  readonly textScale: number;
}

/**
 * The theme as an element with the class `chart-theme` sees it; null until it is on the page. Follows changes of the theme.
 * Computed properties are read, not the custom properties themselves, as those may hold functions that a canvas cannot parse.
 */
export function useThemeColors(element: RefObject<HTMLElement | null>): ThemeColors | null {
  const [colors, setColors] = useState<ThemeColors | null>(null);
  useEffect(() => {
    const read = (): void => {
      if (element.current === null) return;
      const style = getComputedStyle(element.current);
      const next: ThemeColors = {
        ink: style.color,
        muted: style.outlineColor,
        rule: style.borderTopColor,
        paper: style.backgroundColor,
        font: style.fontFamily,
        textScale: parseFloat(getComputedStyle(document.documentElement).fontSize) / 16,
      };
      setColors((before) => (before !== null && JSON.stringify(before) === JSON.stringify(next) ? before : next));
    };
    read();
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributes: true });
    observer.observe(document.body, { attributes: true });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const forced = matchMedia('(forced-colors: active)');
    dark.addEventListener('change', read);
    forced.addEventListener('change', read);
    return () => {
      observer.disconnect();
      dark.removeEventListener('change', read);
      forced.removeEventListener('change', read);
    };
  }, [element]);
  return colors;
}

/** A CSS colour, custom properties included, as the element computes it. */
export function resolvedColor(element: HTMLElement, color: string): string {
  if (!color.includes('(')) return color;
  const probe = document.createElement('span');
  probe.style.color = color;
  element.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}
