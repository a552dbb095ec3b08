import { use, useMemo, type ReactElement } from 'react';
import { OutOfMemoryError } from '../../../gpu/runtime/errors.ts';
import { kfacSchema } from '../../lab/kfac-spec.ts';
import { planBlocks, plainStep } from '../../lab/plan-blocks.ts';
import { planMemory } from '../../lab/plan-memory.ts';
import type { ExperimentSpec } from '../../lab/spec.ts';
import { differences } from '../../state/differences.ts';
import type { ArmDraft } from '../../state/draft.ts';
import { useLabState } from '../../state/use-lab.ts';
import { formatBytes, formatNumber, formatParameters } from '../format.ts';
import { NetworkContext, type DraftNetwork } from './network.ts';

interface ModelTotalsProps {
  /** Null while the draft is none. */
  readonly spec: ExperimentSpec | null;
  readonly arms: readonly ArmDraft[];
}

/** What the model takes, before anything runs: parameters, memory, and the arithmetic of a step. */
export function ModelTotals({ spec, arms }: ModelTotalsProps): ReactElement {
  const network = use(NetworkContext);
  const limits = useLabState((state) => state.run.adapter?.limits ?? UNLIMITED);
  const memory = useMemo(() => (spec === null ? null : plannedMemory(spec, limits)), [spec, limits]);
  const running = useLabState((state) => state.run.spec);
  const taken = useLabState((state) => state.run.arms.reduce((sum, { description }) => sum + description.bytes, 0));
  // What runs has been allocated, so nothing needs to be foreseen.
  const known = useMemo(() => taken > 0 && spec !== null && differences(running, spec).length === 0, [taken, spec, running]);
  const relative = useMemo(() => (network === null ? [] : kfacSteps(arms, network)), [arms, network]);
  return (
    <>
      <dl className="model-totals">
        <Total
          name="Parameters"
          value={network && formatParameters(network.weights.reduce((sum, { parameters }) => sum + parameters, 0))}
        />
        {known ? (
          <Total name="GPU memory of all arms" value={formatBytes(taken)} />
        ) : (
          <Total name="GPU memory of all arms, about" value={memory && memory.bytes !== null ? formatBytes(memory.bytes) : null} />
        )}
        <Total name="Multiply-adds of a step of SGD" value={network && formatParameters(plainStep(network.weights, network.batchSize))} />
        {relative.map(({ name, multiple }) => (
          <Total
            key={name}
            name={`A mean step of ${name}, by multiply-adds`}
            value={multiple === null ? null : `${formatNumber(multiple, 3)} × SGD`}
          />
        ))}
      </dl>
      {memory && memory.refusal !== null ? <p className="field-error">{memory.refusal}</p> : null}
    </>
  );
}

function Total({ name, value }: { name: string; value: string | null }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value ?? '–'}</dd>
    </div>
  );
}

/** Before an adapter is known none can be exceeded. */
const UNLIMITED = { maxBufferSize: Infinity, maxStorageBufferBindingSize: Infinity };

interface PlannedMemory {
  readonly bytes: number | null;
  readonly refusal: string | null;
}

function plannedMemory(spec: ExperimentSpec, limits: typeof UNLIMITED): PlannedMemory {
  try {
    return { bytes: planMemory(spec, limits).arms, refusal: null };
  } catch (error) {
    if (error instanceof OutOfMemoryError) return { bytes: null, refusal: error.message };
    throw error;
  }
}

/** The step of each K-FAC arm as a multiple of that of SGD; null where it cannot be told. */
function kfacSteps(arms: readonly ArmDraft[], { weights, batchSize }: DraftNetwork): readonly { name: string; multiple: number | null }[] {
  return arms.flatMap(({ name, optimizer }) => {
    if (optimizer.kind !== 'kfac') return [];
    const { data } = kfacSchema.safeParse(optimizer);
    return [{ name, multiple: data === undefined ? null : planBlocks(data, weights, batchSize).relativeWithModel }];
  });
}
