import type { OptimizerSpec } from '../../lab/optimizer-spec.ts';
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

/** The name after another optimiser was chosen: a name that was only the optimiser's follows, one that a person gave stays. */
export function renamed(arm: ArmDraft, kind: OptimizerSpec['kind'], others: readonly ArmDraft[]): string {
  const before = nameOf(arm.optimizer.kind);
  // As `freeName` makes them: the optimiser, perhaps with a number.
  const follows = arm.name === before || (arm.name.startsWith(before) && /^ \d+$/.test(arm.name.slice(before.length)));
  return follows ? freeName(kind, others) : arm.name;
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
