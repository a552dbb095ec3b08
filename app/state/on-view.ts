import type { Look } from '../lab/looks/look.ts';
import type { Selection } from '../lab/session-control.ts';
import type { Command } from '../worker/protocol.ts';
import type { LabState } from './lab-state.ts';

/** What costs the worker time and is told only while it is on view: the spectra of a block and a layer at work. */
export interface OnView {
  readonly block: Selection | null;
  readonly layer: Look | null;
}

export const NOTHING_ON_VIEW: OnView = { block: null, layer: null };

/** What the page shows of that. */
export function onView({ selection, look, view }: LabState): OnView {
  const tab = view.mode === 'lab' ? view.tab : null;
  return { block: tab === 'curvature' ? selection : null, layer: tab === 'layers' ? look : null };
}

/** Commands that tell the worker of a run what came on view, and what went. */
export function changesOfView(runId: number, before: OnView, after: OnView): readonly Command[] {
  const commands: Command[] = [];
  if (after.block?.arm !== before.block?.arm || after.block?.layer !== before.block?.layer)
    commands.push({ type: 'inspect', runId, selection: after.block });
  if (after.layer !== before.layer) commands.push({ type: 'look', runId, look: after.layer });
  return commands;
}
