import type { InspectionEvent } from '../../lab/inspection-event.ts';

/** Inspections kept of one block of one arm. */
export const HISTORY_LENGTH = 50;

/** Past inspections in the order they came, by arm and layer. */
export type InspectionHistory = ReadonlyMap<string, readonly InspectionEvent[]>;

/** Adds an inspection to its block's past; one of an earlier step than the last begins a new past, as the run was reset. */
export function withInspection(history: InspectionHistory, inspection: InspectionEvent): InspectionHistory {
  const key = blockKey(inspection);
  const before = history.get(key) ?? [];
  const last = before.at(-1);
  const kept = last === undefined || inspection.step < last.step ? [] : inspection.step === last.step ? before.slice(0, -1) : before;
  return new Map(history).set(key, [...kept, inspection].slice(-HISTORY_LENGTH));
}

/** The past of the block that an inspection looks at. */
export function pastOf(history: InspectionHistory, inspection: InspectionEvent): readonly InspectionEvent[] {
  return history.get(blockKey(inspection)) ?? [];
}

function blockKey({ arm, layer }: InspectionEvent): string {
  return `${String(arm)}:${String(layer)}`;
}
