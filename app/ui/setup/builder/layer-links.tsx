import type { ReactElement } from 'react';
import { CheckboxButton, CheckboxField, CheckboxGroup, FieldError, Label } from 'react-aria-components';
import type { DraftLayer } from '../../../state/draft.ts';
import type { Option } from '../../kit/choice.tsx';
import { ChoiceField, OptionalTextField } from '../fields.tsx';
import { useIssue } from '../issues.ts';
import { joins } from './layer-kinds.ts';

interface LayerLinksProps {
  /** Of the layer in the spec. */
  readonly path: string;
  readonly layer: DraftLayer;
  /** Names of all layers before it. */
  readonly before: readonly string[];
  /** Those whose weights it may use. */
  readonly alike: readonly string[];
  /** What it is called without a name of its own. */
  readonly automatic: string;
  readonly onChange: (layer: DraftLayer) => void;
}

/** The layer among the others: its name, what it reads, whose weights it uses. */
export function LayerLinks({ path, layer, before, alike, automatic, onChange }: LayerLinksProps): ReactElement {
  const asked = before.length > 1 || joins(layer.kind) || layer.from !== null;
  return (
    <>
      <OptionalTextField
        label="Name"
        path={`${path}.name`}
        placeholder={automatic}
        value={layer.name}
        onChange={(name) => onChange({ ...layer, name })}
      />
      {asked ? (
        <Reads
          path={`${path}.from`}
          names={before}
          needed={joins(layer.kind)}
          value={layer.from}
          onChange={(from) => onChange({ ...layer, from })}
        />
      ) : null}
      {'tiedTo' in layer && (alike.length > 0 || layer.tiedTo !== null || layer.kind === 'tied-output') ? (
        <TiedTo
          path={`${path}.tiedTo`}
          names={alike}
          own={layer.kind === 'tied-output' ? NONE : OWN}
          value={layer.tiedTo}
          onChange={(tiedTo) => onChange({ ...layer, tiedTo })}
        />
      ) : null}
    </>
  );
}

interface ReadsProps {
  readonly path: string;
  readonly names: readonly string[];
  /** Whether several have to be named. */
  readonly needed: boolean;
  readonly value: readonly string[] | null;
  readonly onChange: (from: readonly string[] | null) => void;
}

function Reads({ path, names, needed, value, onChange }: ReadsProps): ReactElement {
  const message = useIssue(path);
  const unknown = value?.filter((name) => !names.includes(name)) ?? [];
  return (
    <CheckboxGroup
      className="field"
      value={[...(value ?? [])]}
      onChange={(chosen) => onChange(chosen.length === 0 ? null : chosen)}
      isInvalid={message !== null}
      validationBehavior="aria"
    >
      <Label className="field-label">{needed ? 'Reads, in this order' : 'Reads, or the layer before it'}</Label>
      <div className="layer-reads">
        {[...names, ...unknown].map((name) => (
          <CheckboxField key={name} value={name}>
            <CheckboxButton className="check">
              <span className="check-box" aria-hidden="true" />
              {name}
              {needed && value?.includes(name) ? <span className="layer-order">{value.indexOf(name) + 1}</span> : null}
            </CheckboxButton>
          </CheckboxField>
        ))}
      </div>
      <FieldError className="field-error">{message}</FieldError>
    </CheckboxGroup>
  );
}

interface TiedToProps {
  readonly path: string;
  readonly names: readonly string[];
  /** What is chosen where no layer is named. */
  readonly own: Option<string>;
  readonly value: string | null;
  readonly onChange: (tiedTo: string | null) => void;
}

const OWN: Option<string> = { value: 'own', label: 'its own' };
const NONE: Option<string> = { value: 'none', label: 'of no embedding yet' };

function TiedTo({ path, names, own, value, onChange }: TiedToProps): ReactElement {
  const all = value === null || names.includes(value) ? names : [...names, value];
  const options = [own, ...all.map((name) => ({ value: `of ${name}`, label: `those of ${name}` }))];
  return (
    <ChoiceField
      label="Weights"
      path={path}
      options={options}
      value={value === null ? own.value : `of ${value}`}
      onChange={(chosen) => onChange(chosen === own.value ? null : chosen.slice('of '.length))}
    />
  );
}
