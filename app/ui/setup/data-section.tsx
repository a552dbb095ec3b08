import type { ReactElement } from 'react';
import type { DataSpec } from '../../lab/data-spec.ts';
import type { SpecDraft } from '../../state/draft.ts';
import type { EditDraft } from '../../state/experiment-form.ts';
import type { Option } from '../kit/choice.tsx';
import { BatchFields } from './batch-fields.tsx';
import { withData, type OfferedData } from './defaults.ts';
import { ChoiceField, NumberField } from './fields.tsx';
import { isOwn, withoutFile } from './own-files/own-draft.ts';
import { OwnFiles } from './own-files/own-files.tsx';

type ExerciseName = Extract<DataSpec, { kind: 'sequence-task' }>['task'];

const KINDS: readonly Option<OfferedData | 'own'>[] = [
  { value: 'spirals', label: 'Spirals', description: 'points of the plane, generated' },
  { value: 'moons', label: 'Moons', description: 'points of the plane, generated' },
  { value: 'circles', label: 'Circles', description: 'points of the plane, generated' },
  { value: 'xor', label: 'Exclusive or', description: 'points of the plane, generated' },
  { value: 'blobs', label: 'Blobs', description: 'points of the plane, generated' },
  { value: 'wave', label: 'Wave', description: 'a noisy curve of one variable, generated; its height is a number to tell' },
  { value: 'mnist', label: 'MNIST', description: 'handwritten digits, 28 × 28' },
  { value: 'fashion', label: 'Fashion-MNIST', description: 'clothes, 28 × 28' },
  { value: 'curves', label: 'Curves', description: 'drawn curves, 28 × 28, generated' },
  { value: 'text', label: 'A book', description: 'Moby-Dick, character by character' },
  { value: 'names', label: 'Names', description: 'first names, character by character' },
  { value: 'sequence-task', label: 'Exercises', description: 'questions and answers, generated' },
  { value: 'own', label: 'Your own files', description: 'a CSV, arrays or images; they stay on this machine' },
];

const TASKS: readonly Option<ExerciseName>[] = [
  { value: 'copy', label: 'Copy' },
  { value: 'reverse', label: 'Reverse' },
  { value: 'sort', label: 'Sort' },
  { value: 'addition', label: 'Add two numbers' },
];

interface DataSectionProps {
  readonly draft: SpecDraft;
  readonly onChange: EditDraft;
}

/** Which examples the race is run on, and how many a step shows. */
export function DataSection({ draft, onChange }: DataSectionProps): ReactElement {
  const { data } = draft;
  return (
    <fieldset className="setup-section">
      <legend>Data</legend>
      <ChoiceField
        label="Data set"
        path="data.kind"
        options={KINDS}
        value={isOwn(data) ? 'own' : data.kind}
        onChange={(kind) => {
          if (kind !== 'own') onChange(withData(draft, kind));
          else if (!isOwn(data)) onChange(withoutFile(draft, ''));
        }}
      />
      {isOwn(data) ? <OwnFiles data={data} onChange={onChange} /> : null}
      {data.kind === 'sequence-task' ? (
        <ChoiceField
          label="Exercise"
          path="data.task"
          options={TASKS}
          value={data.task}
          onChange={(task) => onChange({ ...draft, data: { ...data, task } })}
        />
      ) : null}
      {'length' in data ? (
        <NumberField
          label={data.kind === 'sequence-task' ? 'Letters or digits' : 'Characters of a window'}
          path="data.length"
          value={data.length}
          onChange={(length) => onChange({ ...draft, data: { ...data, length } })}
        />
      ) : null}
      <div className="field-row">
        <NumberField
          label="Training examples"
          path="data.trainExamples"
          value={data.trainExamples}
          onChange={(trainExamples) => onChange({ ...draft, data: { ...data, trainExamples } })}
        />
        <NumberField
          label="Test examples"
          path="data.testExamples"
          value={data.testExamples}
          onChange={(testExamples) => onChange({ ...draft, data: { ...data, testExamples } })}
        />
      </div>
      {'noise' in data ? (
        <NumberField
          label="Noise"
          path="data.noise"
          value={data.noise}
          onChange={(noise) => onChange({ ...draft, data: { ...data, noise } })}
        />
      ) : null}
      <BatchFields draft={draft} onChange={onChange} />
    </fieldset>
  );
}
