import type { ArmDescription } from '../lab/events.ts';
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
