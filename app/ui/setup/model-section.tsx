import type { ReactElement } from 'react';
import type { ModelSpec } from '../../lab/model/model-spec.ts';
import type { Option } from '../kit/choice.tsx';
import { ConnectedFields } from './connected-fields.tsx';
import { modelOf } from './defaults.ts';
import type { ModelDraft } from './draft.ts';
import { ChoiceField } from './fields.tsx';
import { LayerList } from './layer-list.tsx';

const KINDS: readonly Option<ModelSpec['kind']>[] = [
  { value: 'mlp', label: 'Classifier', description: 'fully connected layers' },
  { value: 'autoencoder', label: 'Autoencoder', description: 'the decoder mirrors the encoder' },
];
const LAYERS: Option<ModelSpec['kind']> = { value: 'graph', label: 'Layers', description: 'of any kind, feeding one another' };
const INITIALISATIONS: readonly Option<ModelSpec['initialisation']>[] = [
  { value: 'glorot', label: 'Glorot' },
  { value: 'he', label: 'He' },
  { value: 'martens-sparse', label: 'Martens sparse' },
];

/** The network that every arm starts from. */
export function ModelSection({ model, onChange }: { model: ModelDraft; onChange: (model: ModelDraft) => void }): ReactElement {
  const change = (kind: ModelSpec['kind']): void => {
    if (kind !== 'graph') onChange(modelOf(kind, model));
  };
  return (
    <fieldset className="setup-section">
      <legend>Model</legend>
      <ChoiceField
        label="Kind"
        path="model.kind"
        options={model.kind === 'graph' ? [...KINDS, LAYERS] : KINDS}
        value={model.kind}
        onChange={change}
      />
      {model.kind === 'graph' ? <LayerList layers={model.layers} /> : <ConnectedFields model={model} onChange={onChange} />}
      <ChoiceField
        label="Initialisation"
        path="model.initialisation"
        options={INITIALISATIONS}
        value={model.initialisation}
        onChange={(initialisation) => onChange({ ...model, initialisation })}
      />
    </fieldset>
  );
}
