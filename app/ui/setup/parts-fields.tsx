import type { ReactElement } from 'react';
import type { LayerSides } from '../../lab/layer-sides.ts';
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
  /** Whose parts these are, where the labels are for assistive technology only. */
  readonly owner?: string;
}

/** Into how many equal parts each side of a Kronecker block is cut; G is not there to cut without gradients. */
export function PartsFields({ path, block, layers, forwardOnly, onChange, owner }: PartsFieldsProps): ReactElement {
  const { inputParts, outputParts } = block;
  const name = (side: string): string => (owner === undefined ? side : `${side} of ${owner}`);
  return (
    <>
      <ChoiceField
        label={name('Inputs in')}
        labelHidden={owner !== undefined}
        path={`${path}.inputParts`}
        options={partsFor(
          layers.map(({ inputs }) => inputs),
          inputParts,
        )}
        value={String(inputParts)}
        onChange={(parts) => onChange({ ...block, inputParts: readNumber(parts) })}
      />
      {forwardOnly ? null : (
        <ChoiceField
          label={name('Outputs in')}
          labelHidden={owner !== undefined}
          path={`${path}.outputParts`}
          options={partsFor(
            layers.map(({ outputs }) => outputs),
            outputParts,
          )}
          value={String(outputParts)}
          onChange={(parts) => onChange({ ...block, outputParts: readNumber(parts) })}
        />
      )}
    </>
  );
}
