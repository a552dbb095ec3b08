import type { ReactElement } from 'react';
import type { Representation } from '../../../gpu/curvature/representation.ts';
import type { LayerSides } from '../../lab/model/layer-sides.ts';
import { cuttableSides, partsFor, sharingsFor, type BlockDraft } from './block-draft.ts';
import { ChoiceField } from './fields.tsx';
import { readNumber } from './typed-text.ts';

type KroneckerDraft = Extract<BlockDraft, { kind: 'kronecker' }>;

interface KroneckerFieldsProps {
  readonly path: string;
  readonly block: KroneckerDraft;
  /** Whose sides are cut. */
  readonly layers: readonly LayerSides[];
  readonly forwardOnly: boolean;
  readonly representation: Representation;
  readonly onChange: (block: KroneckerDraft) => void;
  /** The layer, where the labels are for assistive technology only. */
  readonly layer?: string;
}

/**
 * Into how many equal parts each side of a Kronecker block is cut, and what stands for the positions of a weight that a
 * case applies several times; G is not there to cut without gradients, and a side of one has no parts.
 */
export function KroneckerFields(props: KroneckerFieldsProps): ReactElement {
  const { path, block, layers, forwardOnly, onChange, layer } = props;
  const labelHidden = layer !== undefined;
  const { inputs, outputs } = cuttableSides(layers);
  const sides = [
    { key: 'inputParts', factor: 'A', name: 'Inputs in', side: inputs },
    ...(forwardOnly ? [] : [{ key: 'outputParts', factor: 'G', name: 'Outputs in', side: outputs } as const]),
  ] as const;
  return (
    <>
      {sides.map(({ key, factor, name, side }) =>
        block[key] === 1 && side.sizes.every((size) => size === 1) ? null : (
          <ChoiceField
            key={key}
            label={labelHidden ? `Parts of ${factor} of ${layer}` : name}
            labelHidden={labelHidden}
            path={`${path}.${key}`}
            options={partsFor(side, block[key], labelHidden ? factor : null)}
            value={String(block[key])}
            onChange={(parts) => onChange({ ...block, [key]: readNumber(parts) })}
          />
        ),
      )}
      {layers.some(({ use, rows }) => use === 'dense' && rows > 1) ? (
        <ChoiceField
          label={labelHidden ? `Positions of ${layer}` : 'Positions'}
          labelHidden={labelHidden}
          path={`${path}.sharing`}
          options={sharingsFor(layers, props, block.sharing)}
          value={block.sharing}
          onChange={(sharing) => onChange({ ...block, sharing })}
        />
      ) : null}
    </>
  );
}
