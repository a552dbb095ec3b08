import type { ReactElement } from 'react';
import { Button, FieldError, Label, ListBox, ListBoxItem, Popover, Select, SelectValue, Text } from 'react-aria-components';
import { ChoiceArrow } from './choice-arrow.tsx';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** One more line in the list. */
  readonly description?: string;
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  /** Keeps the label for assistive technology only. */
  readonly labelHidden?: boolean;
  readonly options: readonly Option<Value>[];
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  /** What is wrong with the value; null for nothing. */
  readonly fault?: string | null;
}

/** What the button says where nothing is chosen. */
const NOTHING = 'Choose';

/** One of a few named values, as a button that opens a list. */
export function Choice<Value extends string>(props: ChoiceProps<Value>): ReactElement {
  const { label, labelHidden = false, options, value, onChange, fault = null } = props;
  const change = (key: unknown): void => {
    const chosen = options.find((option) => option.value === key);
    if (chosen) onChange(chosen.value);
  };
  return (
    <Select className="choice" value={value} onChange={change} placeholder={NOTHING} isInvalid={fault !== null} validationBehavior="aria">
      <Label className={labelHidden ? 'visually-hidden' : 'field-label'}>{label}</Label>
      <Button className="choice-button">
        <SelectValue className="choice-value">{({ selectedText }) => selectedText || NOTHING}</SelectValue>
        <ChoiceArrow />
      </Button>
      <FieldError className="field-error">{fault}</FieldError>
      <Popover className="popover" offset={4}>
        <ListBox className="list" items={options}>
          {(option) => (
            <ListBoxItem className="list-item" id={option.value} textValue={option.label}>
              <Text slot="label">{option.label}</Text>
              {option.description === undefined ? null : (
                <Text slot="description" className="list-description">
                  {option.description}
                </Text>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
