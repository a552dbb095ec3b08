import type { ReactElement } from 'react';
import { SwitchButton, SwitchField } from 'react-aria-components';

interface ToggleProps {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

/** Something that is on or off. */
export function Toggle({ label, value, onChange }: ToggleProps): ReactElement {
  return (
    <SwitchField className="switch-field" isSelected={value} onChange={onChange}>
      <SwitchButton className="switch">
        <span className="switch-track" aria-hidden="true" />
        {label}
      </SwitchButton>
    </SwitchField>
  );
}
