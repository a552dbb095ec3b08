import type { ReactElement } from 'react';
import type { ModelSpec } from '../../lab/model/model-spec.ts';
import type { ExperimentSpec } from '../../lab/spec.ts';
import { unreachable } from '../../lab/unreachable.ts';
import type { ModelDraft, SpecDraft } from '../../state/draft.ts';
import type { Option } from '../kit/choice.tsx';
import { Toggle } from '../kit/toggle.tsx';
import { LayerList } from './builder/layer-list.tsx';
import { layersOf } from './builder/layers-of.ts';
import { ConnectedFields } from './connected-fields.tsx';
import { modelOf } from './defaults.ts';
import { ChoiceField } from './fields.tsx';
import { ModelTotals } from './model-totals.tsx';
import type { DraftPlan } from './network.ts';

const KINDS: readonly Option<ModelSpec['kind']>[] = [
  { value: 'mlp', label: 'Fully connected', description: 'dense layers, from inputs to answers' },
  { value: 'autoencoder', label: 'Autoencoder', description: 'the decoder mirrors the encoder' },
  { value: 'graph', label: 'Layers', description: 'of any kind, feeding one another' },
];
const INITIALISATIONS: readonly Option<ModelSpec['initialisation']>[] = [
  { value: 'glorot', label: 'Glorot' },
  { value: 'he', label: 'He' },
  { value: 'martens-sparse', label: 'Martens sparse' },
];

interface ModelSectionProps {
  readonly draft: SpecDraft;
  /** The draft where it reads as a spec. */
  readonly spec: ExperimentSpec | null;
  readonly plan: DraftPlan | null;
  readonly onChange: (model: ModelDraft) => void;
}

/** The network that every arm starts from, and what it takes. */
export function ModelSection({ draft, spec, plan, onChange }: ModelSectionProps): ReactElement {
  const { data, model } = draft;
  return (
    <fieldset className="setup-section">
      <legend>Model</legend>
      <ChoiceField
        label="Kind"
        path="model.kind"
        options={KINDS}
        value={model.kind}
        onChange={(kind) => onChange(kind === 'graph' ? layersOf(draft) : modelOf(kind, model))}
      />
      <ModelFields model={model} plan={plan} canReconstruct={hasClasses(data)} onChange={onChange} />
      <ChoiceField
        label="Initialisation"
        path="model.initialisation"
        options={INITIALISATIONS}
        value={model.initialisation}
        onChange={(initialisation) => onChange({ ...model, initialisation })}
      />
      <ModelTotals spec={spec} arms={draft.arms} />
    </fieldset>
  );
}

/** Whether there are classes to tell, in place of which a model may give its inputs back. */
function hasClasses(data: SpecDraft['data']): boolean {
  switch (data.kind) {
    case 'curves':
    case 'wave':
    case 'text':
    case 'names':
    case 'sequence-task':
      return false;
    case 'file':
    case 'table':
      return data.target.kind === 'class';
    case 'mnist':
    case 'fashion':
    case 'spirals':
    case 'moons':
    case 'circles':
    case 'xor':
    case 'blobs':
      return true;
    default:
      return unreachable(data);
  }
}

interface ModelFieldsProps {
  readonly model: ModelDraft;
  readonly plan: DraftPlan | null;
  /** Whether the data leave it open that the model gives its inputs back. */
  readonly canReconstruct: boolean;
  readonly onChange: (model: ModelDraft) => void;
}

function ModelFields({ model, plan, canReconstruct, onChange }: ModelFieldsProps): ReactElement {
  switch (model.kind) {
    case 'mlp':
    case 'autoencoder':
      return <ConnectedFields model={model} onChange={onChange} />;
    case 'graph':
      return (
        <>
          <LayerList layers={model.layers} plan={plan} onChange={(layers) => onChange({ ...model, layers })} />
          {canReconstruct || model.reconstructs ? (
            <Toggle
              label="Gives its inputs back"
              value={model.reconstructs}
              onChange={(reconstructs) => onChange({ ...model, reconstructs })}
            />
          ) : null}
        </>
      );
    default:
      return unreachable(model);
  }
}
