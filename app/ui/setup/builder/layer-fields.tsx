import type { ReactElement } from 'react';
import { unreachable } from '../../../lab/unreachable.ts';
import type { DraftLayer, NumberDraft } from '../../../state/draft.ts';
import { Toggle } from '../../kit/toggle.tsx';
import { ChoiceField, NumberField, WidthsField } from '../fields.tsx';
import { faceOf, type LayerField } from './layer-kinds.ts';

interface LayerFieldsProps {
  /** Of the layer in the spec. */
  readonly path: string;
  readonly layer: DraftLayer;
  readonly onChange: (layer: DraftLayer) => void;
}

/** The settings of a layer, as the table of kinds lists them. */
export function LayerFields({ path, layer, onChange }: LayerFieldsProps): ReactElement | null {
  const fields = Object.entries(faceOf(layer.kind).fields);
  if (fields.length === 0) return null;
  const values = new Map<string, unknown>(Object.entries(layer));
  return (
    <div className="field-row">
      {fields.map(([key, field]) => (
        <SettingField
          key={key}
          field={field}
          path={`${path}.${key}`}
          value={values.get(key)}
          onChange={(value) => onChange({ ...layer, [key]: value })}
        />
      ))}
    </div>
  );
}

interface SettingFieldProps {
  readonly field: LayerField;
  readonly path: string;
  /** Of the type that the table gives the field. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

function SettingField({ field, path, value, onChange }: SettingFieldProps): ReactElement {
  const { kind, label } = field;
  switch (kind) {
    case 'number':
      return <NumberField label={label} path={path} value={value as NumberDraft} onChange={onChange} />;
    case 'numbers':
      return (
        <WidthsField
          label={label}
          path={path}
          description="slowest first, for example 28, 28"
          value={value as readonly NumberDraft[]}
          onChange={onChange}
        />
      );
    case 'switch':
      return <Toggle label={label} value={value === true} onChange={onChange} />;
    case 'choice': {
      const options = Object.entries(field.options).map(([option, words]) => ({ value: option, label: words }));
      return <ChoiceField label={label} path={path} options={options} value={value as string} onChange={onChange} />;
    }
    default:
      return unreachable(kind);
  }
}
