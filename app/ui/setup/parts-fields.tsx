import type { ReactElement } from 'react';
import type { LayerSides } from '../../lab/model/layer-sides.ts';
import { partsFor, type BlockDraft } from './block-draft.ts';
import { readNumber } from './draft.ts';
import { ChoiceField } from './fields.tsx';

type KroneckerDraft = Extract<BlockDraft, { kind: 'kronecker' }>;

interface PartsFieldsProps {
  readonly path: string;
  readonly block: KroneckerDraft;
  /** Whose sides are cut. */
  readonly layers: readonly LayerSides[];
  readonly forwardOnly: boolean;
  readonly onChange: (block: KroneckerDraft) => void;
  /** The layer, where the labels are for assistive technology only. */
  readonly layer?: string;
}

/** Into how many equal parts each side of a Kronecker block is cut; G is not there to cut without gradients. */
export function PartsFields({ path, block, layers, forwardOnly, onChange, layer }: PartsFieldsProps): ReactElement {
  const { inputParts, outputParts } = block;
  const labelHidden = layer !== undefined;
  return (
    <>
      <ChoiceField
        label={labelHidden ? `Parts of A of ${layer}` : 'Inputs in'}
        labelHidden={labelHidden}
        path={`${path}.inputParts`}
        options={partsFor(
          layers.map(({ inputs }) => inputs),
          inputParts,
          labelHidden ? 'A' : null,
        )}
        value={String(inputParts)}
        onChange={(parts) => onChange({ ...block, inputParts: readNumber(parts) })}
      />
      {forwardOnly ? null : (
        <ChoiceField
          label={labelHidden ? `Parts of G of ${layer}` : 'Outputs in'}
          labelHidden={labelHidden}
          path={`${path}.outputParts`}
          options={partsFor(
            layers.map(({ outputs }) => outputs),
            outputParts,
            labelHidden ? 'G' : null,
          )}
          value={String(outputParts)}
          onChange={(parts) => onChange({ ...block, outputParts: readNumber(parts) })}
        />
      )}
    </>
  );
}
