import type { Representation } from '../../../gpu/curvature/representation.ts';
import { FULL_BLOCK_LIMIT } from '../../../gpu/curvature/structure.ts';
import type { ColumnGroups } from '../../../gpu/nn/site.ts';
import { greatestCommonDivisor } from '../../lab/common-multiples.ts';
import type { BlockSpec, KfacSpec } from '../../lab/kfac-spec.ts';
import type { LayerSides } from '../../lab/model/layer-sides.ts';
import type { Draft, NumberDraft } from '../../state/draft.ts';
import type { Option } from '../kit/choice.tsx';

export type BlockDraft = Draft<BlockSpec>;
type Sharing = Extract<BlockSpec, { kind: 'kronecker' }>['sharing'];
export type BlocksDraft = Draft<KfacSpec['blocks']>;

const KINDS: readonly Option<BlockSpec['kind']>[] = [
  { value: 'kronecker', label: 'Kronecker', description: 'A ⊗ G, each side whole or cut into parts' },
  { value: 'diagonal', label: 'Diagonal', description: 'every weight for itself' },
  { value: 'full', label: 'Full', description: 'the whole Fisher block, for small layers' },
];

/** The block a kind starts with. */
export function blockOf(kind: BlockSpec['kind']): BlockSpec {
  return kind === 'kronecker' ? { kind, inputParts: 1, outputParts: 1, sharing: 'expand' } : { kind };
}

/** The kinds of block that all of these layers can have, and the chosen one even where it does not fit. */
export function kindsFor(
  layers: readonly LayerSides[],
  forwardOnly: boolean,
  chosen: BlockSpec['kind'] | null,
): readonly Option<BlockSpec['kind']>[] {
  const fits: Readonly<Record<BlockSpec['kind'], boolean>> = {
    kronecker: true,
    diagonal: !forwardOnly,
    full: !forwardOnly && layers.every(({ use, inputs, outputs }) => use !== 'embedding' && (inputs + 1) * outputs <= FULL_BLOCK_LIMIT),
  };
  return KINDS.filter(({ value }) => fits[value] || value === chosen);
}

const SHARINGS: readonly Option<Sharing>[] = [
  { value: 'expand', label: 'Expanded', description: 'every position as a case of its own' },
  { value: 'reduce', label: 'Reduced', description: 'the mean input and the summed gradient of a case' },
  { value: 'option-1', label: 'Option 1', description: 'time steps linked in a chain as long as the sequence, alike in both directions' },
  { value: 'option-2', label: 'Option 2', description: 'time steps linked in a chain without ends' },
];

/** What can stand for the positions of all of these layers, chains in time for recurrent weights alone, and the chosen one in any case. */
export function sharingsFor(
  layers: readonly LayerSides[],
  { forwardOnly, representation }: { readonly forwardOnly: boolean; readonly representation: Representation },
  chosen: Sharing,
): readonly Option<Sharing>[] {
  const chains = !forwardOnly && representation === 'factored' && layers.every(({ series }) => series !== undefined && series.steps > 1);
  return SHARINGS.filter(({ value }) => value === 'expand' || value === 'reduce' || chains || value === chosen);
}

/** A side of layers that a Kronecker block can be cut along. */
export interface CuttableSide {
  readonly sizes: readonly number[];
  /** What it consists of, of a single layer; null where that is of no groups. */
  readonly groups: ColumnGroups | null;
}

/**
 * The numbers of parts that all layers of a side can be cut into, and the chosen one even where it does not divide; told
 * of a factor where the label has to say which.
 */
export function partsFor({ sizes, groups }: CuttableSide, chosen: NumberDraft, factor: 'A' | 'G' | null = null): readonly Option<string>[] {
  const common = sizes.reduce(greatestCommonDivisor, 0);
  const divisors = Array.from({ length: common }, (_, index) => index + 1).filter((parts) => common % parts === 0);
  const all = divisors.some((parts) => parts === chosen) ? divisors : [...divisors, chosen];
  return all.map((parts) => ({
    value: String(parts),
    label: factor === null ? `${parts} ${parts === 1 ? 'part' : 'parts'}` : `${factor} ÷ ${parts}`,
    ...(new Set(sizes).size === 1 && typeof parts === 'number' ? { description: describePart(sizes[0]! / parts, parts, groups) } : {}),
  }));
}

function describePart(size: number, parts: number, groups: ColumnGroups | null): string {
  return groups !== null && groups.count > 1 && groups.count === parts ? `of ${size}, one a ${groups.of}` : `of ${size}`;
}

/** The sides of layers that a Kronecker block can be cut along: tokens and channels stand for themselves already. */
export function cuttableSides(layers: readonly LayerSides[]): Readonly<Record<'inputs' | 'outputs', CuttableSide>> {
  const groups = layers.length === 1 ? layers[0]!.groups : undefined;
  return {
    inputs: {
      sizes: layers.map(({ use, inputs }) => (use === 'dense' || use === 'tied-embedding' ? inputs : 1)),
      groups: groups?.inputs ?? null,
    },
    outputs: { sizes: layers.map(({ use, outputs }) => (use === 'channelwise' ? 1 : outputs)), groups: groups?.outputs ?? null },
  };
}

/** Where the exception for a layer, counted from 1, lies in the list; of several the last counts; −1 for none. */
export function exceptionOf({ except }: BlocksDraft, layer: number): number {
  return except.findLastIndex((exception) => exception.layer === layer);
}

/** The blocks with another exception for a layer, or with none. */
export function withException(blocks: BlocksDraft, layer: NumberDraft, block: BlockDraft | null): BlocksDraft {
  const others = blocks.except.filter((exception) => exception.layer !== layer);
  const except = block === null ? others : [...others, { layer, block }].sort((one, other) => Number(one.layer) - Number(other.layer));
  return { ...blocks, except };
}
