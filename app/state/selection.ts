import type { ArmDescription } from '../lab/events.ts';

/** The one arm and layer that every view shows. */
export interface Selection {
  readonly arm: number;
  readonly layer: number;
}

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
