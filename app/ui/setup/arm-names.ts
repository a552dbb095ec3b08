import type { OptimizerSpec } from '../../lab/optimizer-spec.ts';
import { presets } from '../../lab/presets/index.ts';
import type { ArmDraft } from '../../state/draft.ts';
import type { Option } from '../kit/choice.tsx';

/** The optimisers, each with what an arm of it is called at first. */
export const OPTIMIZERS: readonly Option<OptimizerSpec['kind']>[] = [
  { value: 'kfac', label: 'K-FAC' },
  { value: 'sgd', label: 'SGD' },
  { value: 'adam', label: 'Adam' },
  { value: 'rmsprop', label: 'RMSprop' },
  { value: 'muon', label: 'Muon' },
  { value: 'soap', label: 'SOAP' },
  { value: 'shampoo', label: 'Shampoo' },
  { value: 'hessian-free', label: 'Hessian-free' },
];

/** The name after another optimiser was chosen: one of the optimiser or of a ready experiment follows, one that a person gave stays. */
export function renamed(arm: ArmDraft, kind: OptimizerSpec['kind'], others: readonly ArmDraft[]): string {
  const before = nameOf(arm.optimizer.kind);
  // As `freeName` makes them: the optimiser, perhaps with a number.
  const follows = arm.name === before || isReady(arm) || (arm.name.startsWith(before) && /^ \d+$/.test(arm.name.slice(before.length)));
  return follows ? freeName(kind, others) : arm.name;
}

/** Whether ready experiments call an arm of this optimiser so, as "SGD + momentum". */
function isReady({ name, optimizer }: ArmDraft): boolean {
  return presets.some(({ spec }) => spec.arms.some((arm) => arm.name === name && arm.optimizer.kind === optimizer.kind));
}

/** What a new arm is called beside others. */
export function freeName(kind: OptimizerSpec['kind'], others: readonly ArmDraft[]): string {
  const name = nameOf(kind);
  const taken = new Set(others.map((arm) => arm.name));
  let candidate = name;
  for (let number = 2; taken.has(candidate); number++) candidate = `${name} ${number}`;
  return candidate;
}

function nameOf(kind: OptimizerSpec['kind']): string {
  return OPTIMIZERS.find(({ value }) => value === kind)?.label ?? kind;
}
