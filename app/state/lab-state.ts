import type { Look } from '../lab/looks/look.ts';
import type { Selection } from '../lab/session-control.ts';
import type { FitState } from './fit-state.ts';
import type { RunState } from './run-state.ts';
import type { ViewSettings } from './view-settings.ts';

/** Everything the page shows. */
export interface LabState {
  readonly run: RunState;
  /** Grows whenever curves or values changed, at most four times a second while training goes on. */
  readonly version: number;
  /** Steps per second of wall time, NaN while unknown. */
  readonly stepsPerSecond: number;
  /** Limit of steps per second and arm; null for none. */
  readonly speed: number | null;
  readonly selection: Selection | null;
  /** The layer and example whose work is shown; null where no layer can be seen at work. */
  readonly look: Look | null;
  readonly view: ViewSettings;
  /** The latest fit of an arm to a budget; null before the first. */
  readonly fit: FitState | null;
}
