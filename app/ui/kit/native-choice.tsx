import { useId, type ReactElement } from 'react';
import type { Option } from './choice.tsx';

interface NativeChoiceProps<Value extends string> {
  readonly label: string;
  /** Keeps the label for assistive technology only. */
  readonly labelHidden?: boolean;
  readonly placeholder?: string;
  readonly options: readonly Pick<Option<Value>, 'value' | 'label'>[];
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
}

/** One of named values from the browser's own list: as quick for thousands of values, or on every row of a table, as for a few. */
export function NativeChoice<Value extends string>(props: NativeChoiceProps<Value>): ReactElement {
  const { label, labelHidden = false, placeholder = 'Choose', options, value, onChange } = props;
  const id = useId();
  return (
    <div className="native-choice">
      <label htmlFor={id} className={labelHidden ? 'visually-hidden' : 'field-label'}>
        {label}
      </label>
      <select
        id={id}
        className="choice-button"
        value={value ?? ''}
        onChange={({ target }) => {
          const chosen = options.find((option) => option.value === target.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {value === null ? <option value="">{placeholder}</option> : null}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
