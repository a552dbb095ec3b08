import type { ReactElement } from 'react';
import type { LayerSides } from '../../lab/model/layer-sides.ts';
import type { Option } from '../kit/choice.tsx';
import { cuttableSides, partsFor, type BlockDraft } from './block-draft.ts';
import { readNumber } from './draft.ts';
import { ChoiceField } from './fields.tsx';

type KroneckerDraft = Extract<BlockDraft, { kind: 'kronecker' }>;

interface KroneckerFieldsProps {
  readonly path: string;
  readonly block: KroneckerDraft;
  /** Whose sides are cut. */
  readonly layers: readonly LayerSides[];
  readonly forwardOnly: boolean;
  readonly onChange: (block: KroneckerDraft) => void;
  /** The layer, where the labels are for assistive technology only. */
  readonly layer?: string;
}

const SHARINGS: readonly Option<KroneckerDraft['sharing']>[] = [
  { value: 'expand', label: 'Expanded', description: 'every position as a case of its own' },
  { value: 'reduce', label: 'Reduced', description: 'the mean input and the summed gradient of a case' },
];

/**
 * Into how many equal parts each side of a Kronecker block is cut, and what stands for the positions of a weight that a
 * case applies several times; G is not there to cut without gradients, and a side of one has no parts.
 */
export function KroneckerFields({ path, block, layers, forwardOnly, onChange, layer }: KroneckerFieldsProps): ReactElement {
  const labelHidden = layer !== undefined;
  const { inputs, outputs } = cuttableSides(layers);
  const sides = [
    { key: 'inputParts', factor: 'A', name: 'Inputs in', sizes: inputs },
    ...(forwardOnly ? [] : [{ key: 'outputParts', factor: 'G', name: 'Outputs in', sizes: outputs } as const]),
  ] as const;
  return (
    <>
      {sides.map(({ key, factor, name, sizes }) =>
        block[key] === 1 && sizes.every((size) => size === 1) ? null : (
          <ChoiceField
            key={key}
            label={labelHidden ? `Parts of ${factor} of ${layer}` : name}
            labelHidden={labelHidden}
            path={`${path}.${key}`}
            options={partsFor(sizes, block[key], labelHidden ? factor : null)}
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
          options={SHARINGS}
          value={block.sharing}
          onChange={(sharing) => onChange({ ...block, sharing })}
        />
      ) : null}
    </>
  );
}
