import type { Representation } from '../../gpu/curvature/representation.ts';
import type { ChainModel, WeightSharing } from '../../gpu/curvature/structure.ts';
import type { BlockedWeight, NamedBlock } from './name-block.ts';

/** Why a weight has the block it has. */
export interface BlockReason {
  readonly reason: string;
  /** What was asked for and is not done for this weight, with the reason; null where all is done. */
  readonly fallback: string | null;
}

const ASKED: Readonly<Record<Exclude<Representation, 'factored'>, string>> = {
  eigenbasis: 'the eigenbasis is',
  ekfac: 'EKFAC is',
  tridiagonal: 'links are',
};

const SHARED: Readonly<Record<WeightSharing | ChainModel, string>> = {
  expand: 'positions taken as independent, as if each were a case',
  reduce: 'chosen: the mean input and the summed gradient stand for a case',
  'option-1': 'chosen: gradients of time steps make a chain, the same forwards and backwards, as long as the sequence',
  'option-2': 'chosen: gradients of time steps make a chain without ends',
};

const CASES_APART = 'cases taken as independent, though a batch norm after it joins them';

/** Says what a block takes for granted, and where a weight cannot have what the arm asks for. */
export function explainBlock(block: NamedBlock, weight: BlockedWeight): BlockReason {
  const { representation, structure } = block;
  const inverted = structure.kind === 'diagonal' ? 'divided by' : 'damped and inverted as it is';
  const fallback =
    representation === 'factored' || (structure.kind === 'kronecker' && weight.use === 'dense')
      ? null
      : `${ASKED[representation]} for A ⊗ G of dense weights, so this block is ${inverted}`;
  const reason = weight.batchNormAfter && !block.forwardOnly ? `${reasonOf(block, weight)}; ${CASES_APART}` : reasonOf(block, weight);
  return { reason, fallback };
}

function reasonOf({ structure, forwardOnly }: NamedBlock, { use, rows, batchNormAfter }: BlockedWeight): string {
  switch (structure.kind) {
    case 'diagonal':
      return 'chosen: every parameter for itself';
    case 'full':
      return `chosen: every pair of parameters${batchNormAfter ? '' : ', nothing assumed'}`;
    case 'kronecker':
      switch (use) {
        case 'dense':
          if (forwardOnly) return 'no gradients are estimated, so G is the identity';
          if (rows === 1) return 'inputs and gradients taken as independent';
          return SHARED[structure.sharing ?? 'expand'];
        case 'embedding':
          return 'a position shows one token, so A is diagonal: how often each occurs';
        case 'tied-embedding':
          return 'rows looked up and scores of all tokens add up; one A ⊗ G has the partial traces of both';
        case 'channelwise':
          return 'channels do not mix, so each has a small block of its own';
      }
  }
}
