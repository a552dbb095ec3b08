import type { MetricKind } from './run-metrics.ts';

/** Quantity along the x axis of a metric chart. */
export type XAxis = 'step' | 'epoch' | 'examples' | 'seconds';
/** How the values of a chart are spaced. */
export type Scaling = 'linear' | 'log';
export type Theme = 'system' | 'light' | 'dark';
/** `lab` shows everything; `class` shows large type, a large chart and few controls, for a projector. */
export type Mode = 'lab' | 'class';
export type DetailTab = 'predictions' | 'layers' | 'curvature' | 'cost';

/** How the page shows a run; nothing here changes the training. */
export interface ViewSettings {
  readonly metric: MetricKind;
  readonly xAxis: XAxis;
  readonly yScale: Scaling;
  /** Weight of the past in the exponential average that is drawn, 0–1. */
  readonly smoothing: number;
  readonly theme: Theme;
  readonly mode: Mode;
  readonly tab: DetailTab;
  readonly setupOpen: boolean;
  /** Whether space, period and r act without a modifier. */
  readonly singleKeys: boolean;
}

export const DEFAULT_VIEW: ViewSettings = {
  metric: 'minibatchLoss',
  xAxis: 'step',
  yScale: 'log',
  smoothing: 0.6,
  theme: 'system',
  mode: 'lab',
  tab: 'predictions',
  setupOpen: true,
  singleKeys: true,
};

const STORAGE_KEY = 'curvature-lab.view';
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/**
 * The settings that outlive a visit; anything unreadable counts as absent.
 * @param storage where a page may not store anything, naming its storage already throws
 */
export function storedPreferences(storage: () => Pick<Storage, 'getItem'>): Partial<ViewSettings> {
  try {
    const stored: unknown = JSON.parse(storage().getItem(STORAGE_KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    const theme = THEMES.find((name) => 'theme' in stored && stored.theme === name);
    return {
      ...(theme ? { theme } : {}),
      ...('singleKeys' in stored && typeof stored.singleKeys === 'boolean' ? { singleKeys: stored.singleKeys } : {}),
    };
  } catch {
    return {};
  }
}

/** Keeps the settings that outlive a visit; a full, closed or forbidden storage is no fault. */
export function storePreferences(storage: () => Pick<Storage, 'setItem'>, view: ViewSettings): void {
  try {
    storage().setItem(STORAGE_KEY, JSON.stringify({ theme: view.theme, singleKeys: view.singleKeys }));
  } catch {
    // The settings then last for this visit only.
  }
}
