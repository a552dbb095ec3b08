import type { ReactElement } from 'react';
import type { NumberDraft } from '../../state/draft.ts';
import { Toggle } from '../kit/toggle.tsx';
import { NumberField } from './fields.tsx';

/** The keys of a spec that hold numbers or switches. */
export type SettingKey<Spec> = { [Key in keyof Spec]: Spec[Key] extends number | boolean ? Key : never }[keyof Spec];

interface SettingRowProps<Value extends object> {
  readonly path: string;
  readonly value: Value;
  /** What each key is called, in the order of the fields. */
  readonly labels: Readonly<Partial<Record<string, string>>>;
  readonly onChange: (value: Value) => void;
}

/** One field for each named setting of a spec: a switch where it holds a boolean, else a number. */
export function SettingRow<Value extends object>({ path, value, labels, onChange }: SettingRowProps<Value>): ReactElement {
  const settings = new Map<string, unknown>(Object.entries(value));
  return (
    <div className="field-row">
      {Object.entries(labels).map(([key, label = key]) => {
        const setting = settings.get(key);
        const set = (next: NumberDraft | boolean): void => onChange({ ...value, [key]: next });
        if (typeof setting === 'boolean') return <Toggle key={key} label={label} value={setting} onChange={set} />;
        if (typeof setting !== 'number' && typeof setting !== 'string') return null;
        return <NumberField key={key} label={label} path={`${path}.${key}`} value={setting} onChange={set} />;
      })}
    </div>
  );
}
