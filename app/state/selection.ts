import type { ArmDescription } from '../lab/events.ts';
import type { Look } from '../lab/looks/look.ts';
import type { VisibleLayer } from '../lab/looks/visible-layer.ts';
import type { Selection } from '../lab/session-control.ts';

/**
 * The selection for newly prepared arms: the earlier one where it still exists, else the second layer (the first with a wide
 * input) of the first arm that keeps curvature factors.
 */
export function selectionFor(arms: readonly ArmDescription[], earlier: Selection | null): Selection {
  if (earlier && arms[earlier.arm]?.layers[earlier.layer]) return earlier;
  const arm = Math.max(
    0,
    arms.findIndex((candidate) => candidate.optimizer === 'kfac'),
  );
  return { arm, layer: Math.max(0, Math.min(1, (arms[arm]?.layers.length ?? 1) - 1)) };
}

/**
 * What is looked at of a newly prepared model: the earlier layer and example where there still are such, else the first layer
 * with filters or attention at the first example; null where no layer can be seen at work.
 */
export function lookFor(visible: readonly VisibleLayer[], testExamples: number, earlier: Look | null): Look | null {
  const first = visible.find((layer) => layer.kind === 'attention' || layer.filters !== null) ?? visible[0];
  if (first === undefined) return null;
  const kept = visible.find(({ layer }) => layer === earlier?.layer);
  const example = earlier !== null && earlier.example < testExamples ? earlier.example : 0;
  return { layer: (kept ?? first).layer, example, channel: null };
}
