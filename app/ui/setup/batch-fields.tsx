import type { ReactElement } from 'react';
import type { NumberDraft, SpecDraft } from '../../state/draft.ts';
import { NumberField, OptionalNumberField } from './fields.tsx';

/** The paper's number of steps, in few enough programs to compile (Martens & Grosse 2015, §8). */
const GROWTH = { steps: 500, stages: 5 } as const;

/** How many examples a step shows, and whether they become more. */
export function BatchFields({ draft, onChange }: { draft: SpecDraft; onChange: (draft: SpecDraft) => void }): ReactElement {
  const { batchSize, batchGrowth } = draft;
  const growTo = (to: NumberDraft | null): void => {
    onChange({ ...draft, batchGrowth: to === null ? null : { ...(batchGrowth ?? GROWTH), to } });
  };
  return (
    <div className="field-row">
      <NumberField
        label="Batch size"
        path="batchSize"
        value={batchSize}
        onChange={(next) => {
          onChange({ ...draft, batchSize: next });
        }}
      />
      <OptionalNumberField
        label="Batch grows to"
        path="batchGrowth.to"
        description="by equal factors"
        value={batchGrowth?.to ?? null}
        onChange={growTo}
      />
      {batchGrowth === null ? null : (
        <>
          <NumberField
            label="Reached at step"
            path="batchGrowth.steps"
            value={batchGrowth.steps}
            onChange={(steps) => {
              onChange({ ...draft, batchGrowth: { ...batchGrowth, steps } });
            }}
          />
          <NumberField
            label="Stages"
            path="batchGrowth.stages"
            description="sizes on the way"
            value={batchGrowth.stages}
            onChange={(stages) => {
              onChange({ ...draft, batchGrowth: { ...batchGrowth, stages } });
            }}
          />
        </>
      )}
    </div>
  );
}
