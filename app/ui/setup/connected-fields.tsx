import type { ReactElement } from 'react';
import type { ConnectedModelDraft } from '../../state/draft.ts';
import type { Option } from '../kit/choice.tsx';
import { ChoiceField, WidthsField } from './fields.tsx';

const ACTIVATIONS: readonly Option<ConnectedModelDraft['activation']>[] = [
  { value: 'tanh', label: 'tanh' },
  { value: 'relu', label: 'ReLU' },
  { value: 'sigmoid', label: 'sigmoid' },
  { value: 'gelu', label: 'GELU' },
];

/** Widths and activation of fully connected layers. */
export function ConnectedFields({
  model,
  onChange,
}: {
  model: ConnectedModelDraft;
  onChange: (model: ConnectedModelDraft) => void;
}): ReactElement {
  return (
    <>
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
      <ChoiceField
        label="Activation"
        path="model.activation"
        options={ACTIVATIONS}
        value={model.activation}
        onChange={(activation) => onChange({ ...model, activation })}
      />
    </>
  );
}
