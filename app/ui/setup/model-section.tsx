import type { ReactElement } from 'react';
import type { ModelSpec } from '../../lab/model-spec.ts';
import type { Option } from '../kit/choice.tsx';
import { modelOf } from './defaults.ts';
import type { ModelDraft } from './draft.ts';
import { ChoiceField, WidthsField } from './fields.tsx';

const KINDS: readonly Option<ModelSpec['kind']>[] = [
  { value: 'mlp', label: 'Classifier', description: 'fully connected layers' },
  { value: 'autoencoder', label: 'Autoencoder', description: 'the decoder mirrors the encoder' },
];
const ACTIVATIONS: readonly Option<ModelSpec['activation']>[] = [
  { value: 'tanh', label: 'tanh' },
  { value: 'relu', label: 'ReLU' },
  { value: 'sigmoid', label: 'sigmoid' },
  { value: 'gelu', label: 'GELU' },
];
const INITIALISATIONS: readonly Option<ModelSpec['initialisation']>[] = [
  { value: 'glorot', label: 'Glorot' },
  { value: 'he', label: 'He' },
  { value: 'martens-sparse', label: 'Martens sparse' },
];

/** The network that every arm starts from. */
export function ModelSection({ model, onChange }: { model: ModelDraft; onChange: (model: ModelDraft) => void }): ReactElement {
  return (
    <fieldset className="setup-section">
      <legend>Model</legend>
      <ChoiceField label="Kind" path="model.kind" options={KINDS} value={model.kind} onChange={(kind) => onChange(modelOf(kind, model))} />
      {model.kind === 'mlp' ? (
        <WidthsField
          label="Hidden widths"
          path="model.hidden"
          description="first to last, for example 32, 32"
          value={model.hidden}
          onChange={(hidden) => onChange({ ...model, hidden })}
        />
      ) : (
        <WidthsField
          label="Encoder widths"
          path="model.encoder"
          description="first hidden layer to the code"
          value={model.encoder}
          onChange={(encoder) => onChange({ ...model, encoder })}
        />
      )}
      <div className="field-row">
        <ChoiceField
          label="Activation"
          path="model.activation"
          options={ACTIVATIONS}
          value={model.activation}
          onChange={(activation) => onChange({ ...model, activation })}
        />
        <ChoiceField
          label="Initialisation"
          path="model.initialisation"
          options={INITIALISATIONS}
          value={model.initialisation}
          onChange={(initialisation) => onChange({ ...model, initialisation })}
        />
      </div>
    </fieldset>
  );
}
