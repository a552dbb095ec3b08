import type { DeviceContext } from '../../../gpu/runtime/device-owner.ts';
import type { ArmOptions } from '../declare-arm.ts';
import type { KfacSpec } from '../kfac-spec.ts';
import { layerSides } from '../model/layer-sides.ts';
import { checkSpec } from '../parse-spec.ts';
import { constantRate } from '../schedule-spec.ts';
import type { ArmSpec } from '../spec.ts';
import { meanStep, PERIOD_CHOICES, type PeriodChoice } from './periods.ts';
import { pilot, type OpenPilot, type Pilot } from './pilot.ts';
import { stepTimes, type StepTimes } from './step-times.ts';
import { structureChoices } from './structures.ts';

/** What a person grants an arm. */
export interface Budget {
  /** GPU memory of its training. */
  readonly bytes: number;
  /** Time of a mean step, as a multiple of that of SGD on the same model. */
  readonly relative: number;
}

/** One structure that was looked at, and what became of it. */
export interface Attempt {
  readonly label: string;
  readonly bytes: number;
  /** What was allocated for it; null, as what follows, where the memory spoke against it before anything was run. */
  readonly allocated: number | null;
  /** In steps of SGD. */
  readonly times: StepTimes | null;
  /** The freshest periods within the budget, or the stalest ones where none is. */
  readonly periods: PeriodChoice | null;
  /** Time of a mean step with these, as a multiple of SGD's. */
  readonly relative: number | null;
  readonly verdict: 'takes too much memory' | 'takes too long' | 'fits';
}

export interface FittedArm {
  /** Null where nothing fits. */
  readonly arm: KfacArm | null;
  readonly attempts: readonly Attempt[];
}

export type KfacArm = ArmSpec & { readonly optimizer: KfacSpec & { readonly kind: 'kfac' } };

export interface FitListener {
  /** Hears of each structure before it is compiled and timed, of so many. */
  readonly onTrying?: (label: string, index: number, choices: number) => void;
  /** Hears of each structure as it is decided on. */
  readonly onAttempt?: (attempt: Attempt) => void;
}

/**
 * Chooses blocks and periods of a K-FAC arm under a budget: of the structures from the finest to the coarsest the first
 * that fits, with the freshest periods it allows. Memory is known from the trace; times are measured on the adapter, part by
 * part of a step, and put together for each choice of periods.
 * @throws OutOfMemoryError; ShaderCompileError; DeviceLostError; the reason of `signal` once aborted.
 */
export async function fitBudget(
  context: DeviceContext,
  options: Omit<ArmOptions, 'arm'> & { readonly arm: KfacArm },
  budget: Budget,
  { onTrying, onAttempt }: FitListener = {},
  signal?: AbortSignal,
): Promise<FittedArm> {
  const { spec, arm } = options;
  const unit = await pilot(context, { ...options, arm: plainArm }).open();
  const attempts: Attempt[] = [];
  try {
    const choices = structureChoices(arm.optimizer.blocks, layerSides(spec))
      .map(({ label, blocks }) => ({ label, candidate: withBlocks(arm, blocks) }))
      // Forward-only estimates have no diagonals, links are between whole blocks.
      .filter(({ candidate }) => checkSpec({ ...spec, arms: [candidate] }).length === 0);
    for (const [index, { label, candidate }] of choices.entries()) {
      signal?.throwIfAborted();
      onTrying?.(label, index, choices.length);
      const attempt = await attemptWith(pilot(context, { ...options, arm: candidate }), label, candidate, budget, unit, signal);
      attempts.push(attempt);
      onAttempt?.(attempt);
      if (attempt.verdict === 'fits') return { attempts, arm: { ...candidate, optimizer: { ...candidate.optimizer, ...attempt.periods } } };
    }
    return { attempts, arm: null };
  } finally {
    unit.destroy();
  }
}

/** The arm with other blocks, and periods that stay as they are chosen. */
function withBlocks(arm: KfacArm, blocks: KfacSpec['blocks']): KfacArm {
  return { ...arm, optimizer: { ...arm.optimizer, blocks, statisticsLater: [], inverseLater: [] } };
}

/** Its step is the unit of time. */
export const plainArm: ArmSpec = {
  name: 'SGD',
  optimizer: {
    kind: 'sgd',
    learningRate: 1e-3,
    schedule: constantRate,
    momentum: 0.9,
    nesterov: false,
    weightDecay: 0,
  },
};

async function attemptWith(
  traced: Pilot,
  label: string,
  { optimizer: { basisEvery } }: KfacArm,
  budget: Budget,
  unit: OpenPilot,
  signal: AbortSignal | undefined,
): Promise<Attempt> {
  const { bytes } = traced;
  const unseen = { label, bytes, allocated: null, times: null, periods: null, relative: null } as const;
  if (bytes > budget.bytes) return { ...unseen, verdict: 'takes too much memory' };
  const open = await traced.open();
  try {
    const times = await stepTimes(open, unit, signal);
    const relativeWith = (periods: PeriodChoice): number => meanStep(times, { ...periods, basisEvery });
    const fresh = PERIOD_CHOICES.find((periods) => relativeWith(periods) <= budget.relative);
    const periods = fresh ?? PERIOD_CHOICES.at(-1)!;
    const verdict = fresh === undefined ? 'takes too long' : 'fits';
    return { label, bytes, allocated: open.allocated, times, periods, relative: relativeWith(periods), verdict };
  } finally {
    open.destroy();
  }
}
