import { nameBlock, ORDINARY_BLOCK } from '../lab/name-block.ts';
import type { EvaluationEvent, FinishedEvent, LayerDescription, ReadyEvent, SessionEvent } from '../lab/events.ts';
import { countGuards, NO_GUARD_COUNTS, type GuardCounts } from '../lab/guard-counts.ts';
import { unreachable } from '../lab/unreachable.ts';

/** What one arm did. */
export interface ArmRecord {
  readonly name: string;
  readonly steps: number[];
  readonly losses: number[];
  /** Own training time after each step, s. */
  readonly seconds: number[];
  readonly evaluations: Omit<EvaluationEvent, 'type' | 'arm'>[];
  /** Optimiser scalars after each batch of steps. */
  readonly scalars: ({ readonly step: number } & Readonly<Record<string, number>>)[];
  /** The curvature blocks of layers that have another than a whole Kronecker one. */
  readonly blocks: readonly { readonly layer: string; readonly block: string }[];
  guards: GuardCounts;
  stopped: { readonly step: number; readonly tensor: string } | null;
}

/** Steps since the start of an arm and its own training time for all of them, s: those before a resume belong to both. */
export function totalsOf({ steps, seconds, evaluations }: ArmRecord): { readonly steps: number; readonly seconds: number } {
  const [start] = evaluations;
  return { steps: steps.at(-1) ?? start?.step ?? 0, seconds: seconds.at(-1) ?? start?.seconds ?? 0 };
}

/** Keeps everything a session tells that belongs into results. */
export class RunRecorder {
  readonly arms: ArmRecord[] = [];
  ready: ReadyEvent | null = null;
  reason: FinishedEvent['reason'] | null = null;

  record(event: SessionEvent): void {
    switch (event.type) {
      case 'ready':
        this.ready = event;
        for (const { name, layers } of event.arms) {
          const blocks = specialBlocks(layers);
          this.arms.push({
            name,
            steps: [],
            losses: [],
            seconds: [],
            evaluations: [],
            scalars: [],
            blocks,
            guards: NO_GUARD_COUNTS,
            stopped: null,
          });
        }
        return;
      case 'progress': {
        const arm = this.arms[event.arm]!;
        arm.steps.push(...event.steps);
        arm.losses.push(...event.losses);
        arm.seconds.push(...event.seconds);
        arm.scalars.push({ ...event.scalars, step: event.steps.at(-1)! });
        arm.guards = countGuards(arm.guards, event.steps.at(-1)!, event.scalars);
        return;
      }
      case 'evaluation': {
        const { type: _type, arm, ...evaluation } = event;
        this.arms[arm]!.evaluations.push(evaluation);
        return;
      }
      case 'arm-stopped':
        this.arms[event.arm]!.stopped = { step: event.step, tensor: event.tensor };
        return;
      case 'finished':
        this.reason = event.reason;
        return;
      case 'predictions':
      case 'mistakes':
      case 'positions':
      case 'layer-look':
      case 'inspection':
        return;
      default:
        unreachable(event);
    }
  }
}

function specialBlocks(layers: readonly LayerDescription[]): ArmRecord['blocks'] {
  return layers.flatMap((layer) => {
    const words = layer.block === null ? ORDINARY_BLOCK : nameBlock(layer.block, layer);
    return words === ORDINARY_BLOCK ? [] : [{ layer: layer.name, block: words }];
  });
}
