import type { Look } from '../lab/looks/look.ts';
import type { Selection } from '../lab/session-control.ts';
import type { LabState } from './lab-state.ts';
import type { RunState } from './run-state.ts';

/** What every view shows of a run. */
export type Shown = Pick<LabState, 'selection' | 'look'>;

/** What is shown of a newly prepared run. */
export function shownAtFirst(run: RunState, earlier: Shown): Shown {
  return { selection: firstSelection(run, earlier.selection), look: firstLook(run, earlier.look) };
}

/** What is shown once a part of the selection changed; a layer that is seen at work goes along with the selected weight. */
export function afterSelecting({ selection, look }: Shown, { arms, visible }: RunState, change: Partial<Selection>): Shown {
  const selected = { arm: 0, layer: 0, ...selection, ...change };
  const layers = arms[selected.arm]?.description.layers.length ?? 0;
  const layer = Math.max(0, Math.min(selected.layer, layers - 1));
  const seen = visible.find(({ weights }) => weights.includes(layer));
  const goesAlong = change.layer !== undefined && seen !== undefined && seen.layer !== look?.layer;
  return { selection: { ...selected, layer }, look: goesAlong ? changedLook(look, { layer: seen.layer }) : look };
}

/** What is shown once a person looks elsewhere; the selection goes along to a weight of the layer. */
export function afterLooking({ selection, look }: Shown, { visible }: RunState, change: Partial<Look>): Shown {
  const weights = visible.find(({ layer }) => layer === change.layer)?.weights ?? [];
  const [first] = weights;
  const goesAlong = look !== null && selection !== null && first !== undefined && !weights.includes(selection.layer);
  return { selection: goesAlong ? { ...selection, layer: first } : selection, look: changedLook(look, change) };
}

/** Filters of another layer read other channels. */
function changedLook(look: Look | null, change: Partial<Look>): Look | null {
  if (look === null) return null;
  const channel = change.layer === undefined || change.layer === look.layer ? look.channel : null;
  return { ...look, channel, ...change };
}

/** The earlier selection where it still exists, else the second layer (the first with a wide input) of the first arm that keeps curvature factors. */
function firstSelection({ arms }: RunState, earlier: Selection | null): Selection {
  if (earlier && arms[earlier.arm]?.description.layers[earlier.layer]) return earlier;
  const arm = Math.max(
    0,
    arms.findIndex(({ description }) => description.optimizer === 'kfac'),
  );
  return { arm, layer: Math.max(0, Math.min(1, (arms[arm]?.description.layers.length ?? 1) - 1)) };
}

/**
 * The earlier layer and example where there still are such, else the first layer with filters or attention at the first
 * example; null where no layer can be seen at work.
 */
function firstLook({ visible, testExamples }: RunState, earlier: Look | null): Look | null {
  const first = visible.find((layer) => layer.kind === 'attention' || layer.filters !== null) ?? visible[0];
  if (first === undefined) return null;
  const kept = visible.find(({ layer }) => layer === earlier?.layer);
  const example = earlier !== null && earlier.example < testExamples ? earlier.example : 0;
  return { layer: (kept ?? first).layer, example, channel: null };
}
