import { useState, type ReactElement } from 'react';
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';
import type { NumberDraft } from '../../state/draft.ts';
import { Choice, type Option } from '../kit/choice.tsx';
import { useIssue } from './issues.ts';
import { readNumber, readWidths } from './typed-text.ts';

interface FieldProps<Value> {
  readonly label: string;
  /** Where the value lies in the spec, keys joined by dots. */
  readonly path: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** One line on what it means. */
  readonly description?: string;
}

/** A number, kept as it was typed while it means the same. */
export function NumberField({ value, onChange, ...rest }: FieldProps<NumberDraft>): ReactElement {
  return <ReadField {...rest} value={value} onChange={onChange} read={readNumber} same={Object.is} show={String} numeric />;
}

/** A number or nothing. */
export function OptionalNumberField({ value, onChange, ...rest }: FieldProps<NumberDraft | null>): ReactElement {
  return (
    <ReadField
      {...rest}
      value={value}
      onChange={onChange}
      read={(text) => (text.trim() === '' ? null : readNumber(text))}
      same={Object.is}
      show={(number) => (number === null ? '' : String(number))}
      placeholder="none"
      numeric
    />
  );
}

/** Widths of layers, first to last. */
export function WidthsField({ value, onChange, ...rest }: FieldProps<readonly NumberDraft[]>): ReactElement {
  return (
    <ReadField
      {...rest}
      value={value}
      onChange={onChange}
      read={readWidths}
      same={(one, other) => one.length === other.length && one.every((width, index) => Object.is(width, other[index]))}
      show={(widths) => widths.join(', ')}
      placeholder="none"
    />
  );
}

/** A line of text. */
export function TextLineField({ value, onChange, ...rest }: FieldProps<string>): ReactElement {
  return <ReadField {...rest} value={value} onChange={onChange} read={(text) => text} same={Object.is} show={(text) => text} />;
}

/** A line of text or nothing, which means what the placeholder says. */
export function OptionalTextField(props: FieldProps<string | null> & { readonly placeholder: string }): ReactElement {
  return <ReadField {...props} read={(text) => (text === '' ? null : text)} same={Object.is} show={(text) => text ?? ''} />;
}

interface ChoiceFieldProps<Value extends string> extends FieldProps<Value> {
  readonly options: readonly Option<Value>[];
  /** Keeps the label for assistive technology only. */
  readonly labelHidden?: boolean;
}

/** One of the named values of the spec. */
export function ChoiceField<Value extends string>(props: ChoiceFieldProps<Value>): ReactElement {
  const { label, path, value, onChange, options, labelHidden = false } = props;
  const message = useIssue(path);
  return (
    <div className="field">
      <Choice label={label} labelHidden={labelHidden} options={options} value={value} onChange={onChange} fault={message} />
    </div>
  );
}

interface ReadFieldProps<Value> extends FieldProps<Value> {
  readonly read: (text: string) => Value;
  readonly same: (one: Value, other: Value) => boolean;
  readonly show: (value: Value) => string;
  readonly placeholder?: string;
  readonly numeric?: boolean;
}

function ReadField<Value>(props: ReadFieldProps<Value>): ReactElement {
  const { label, path, value, onChange, description, read, same, show, placeholder = '', numeric = false } = props;
  const message = useIssue(path);
  const [typed, setTyped] = useState(() => show(value));
  const text = same(read(typed), value) ? typed : show(value);
  return (
    <TextField
      className="field"
      value={text}
      onChange={(next) => {
        setTyped(next);
        onChange(read(next));
      }}
      isInvalid={message !== null}
      validationBehavior="aria"
      {...(numeric ? { inputMode: 'decimal' as const } : {})}
    >
      <Label className="field-label">{label}</Label>
      <Input
        className={numeric ? 'input input-number' : 'input'}
        placeholder={placeholder}
        data-path={path}
        autoComplete="off"
        spellCheck={false}
      />
      {description === undefined ? null : (
        <Text slot="description" className="field-description">
          {description}
        </Text>
      )}
      <FieldError className="field-error">{message}</FieldError>
    </TextField>
  );
}
