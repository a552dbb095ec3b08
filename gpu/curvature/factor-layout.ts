import { alignSlice } from '../graph/state.ts';
import type { MatrixSlot } from '../linalg/matrix-batch.ts';
import type { ParameterLayout, ParameterSlice } from '../nn/parameters.ts';
import type { TimeSeries } from '../nn/site.ts';
import { ShapeError } from '../runtime/errors.ts';
import { cut, FULL_BLOCK_LIMIT, type BlockStructure, type ChainModel, type Part, type WeightSharing } from './structure.ts';

/** A symmetric matrix over a part of one side of a weight. */
export type SideMatrix = MatrixSlot & Pick<Part, 'start'>;

/** A chain in time, and the time steps that it links. */
export interface Chain {
  readonly model: ChainModel;
  readonly series: TimeSeries;
}

/** The matrices of a block A ⊗ G. */
export interface KroneckerLayout {
  readonly kind: 'kronecker';
  readonly slice: ParameterSlice;
  readonly sharing: WeightSharing;
  /** Null where the positions of a case know nothing of each other. */
  readonly chain: Chain | null;
  /** Second moments of the homogeneous inputs, one for each part; their sizes add up to `inputs + 1`. */
  readonly a: readonly SideMatrix[];
  /** Second moments of the preactivation gradients; none where G is the identity. */
  readonly g: readonly SideMatrix[];
}

/** A block diag(a) ⊗ G of an embedding, a the frequencies of its tokens. */
export interface EmbeddingLayout {
  readonly kind: 'embedding';
  readonly slice: ParameterSlice;
  /** As those of a `KroneckerLayout`. */
  readonly g: readonly SideMatrix[];
}

/** A block L ⊗ R / tr R of an embedding `[vocabulary, units]` that is the output layer too. */
export interface TiedLayout {
  readonly kind: 'tied';
  readonly slice: ParameterSlice;
  /** L, over the vocabulary. */
  readonly a: readonly SideMatrix[];
  /** R, over the units. */
  readonly g: readonly SideMatrix[];
}

/** Blocks of the single channels of a channelwise weight `[K + 1, channels]`. */
export interface ChannelsLayout {
  readonly kind: 'channels';
  readonly slice: ParameterSlice;
  /** `[K + 1, K + 1]` each, one after the other. */
  readonly channels: readonly [SideMatrix, ...SideMatrix[]];
}

/** Which matrices make the block of a weight `[inputs + 1, outputs]`, and where they lie. */
export type BlockLayout =
  | KroneckerLayout
  | EmbeddingLayout
  | TiedLayout
  | ChannelsLayout
  | { readonly kind: 'diagonal'; readonly slice: ParameterSlice }
  | { readonly kind: 'full'; readonly slice: ParameterSlice; readonly f: SideMatrix };

/** The matrices of a block in the order in which they lie. */
export function matricesOf(layout: BlockLayout): readonly SideMatrix[] {
  switch (layout.kind) {
    case 'kronecker':
    case 'tied':
      return [...layout.a, ...layout.g];
    case 'embedding':
      return layout.g;
    case 'channels':
      return layout.channels;
    case 'full':
      return [layout.f];
    case 'diagonal':
      return [];
  }
}

/** The blocks of a model; all their matrices are aligned slices of one flat buffer, in the order of `matrices`. */
export interface FactorLayout {
  readonly blocks: readonly BlockLayout[];
  readonly matrices: readonly MatrixSlot[];
  readonly size: number;
}

/**
 * Lays out one block for each weight.
 * @param withGradients whether G is estimated
 * @throws ShapeError when a cut does not divide its side or a full block is too large.
 */
export function layoutFactors(parameters: ParameterLayout, structures: readonly BlockStructure[], withGradients: boolean): FactorLayout {
  const matrices: MatrixSlot[] = [];
  let size = 0;
  const place = <Extra extends object>(side: number, extra: Extra): MatrixSlot & Extra => {
    const slot = { ...extra, offset: size, size: side };
    size = alignSlice(size + side * side);
    matrices.push(slot);
    return slot;
  };
  const placeSide = (name: string, indices: number, parts: number, extra: number): SideMatrix[] =>
    cut(name, indices, parts).map((part, index) => place(part.size + (index === parts - 1 ? extra : 0), { start: part.start }));
  const blocks = parameters.slices.map((slice, index): BlockLayout => {
    const { name, shape, use } = slice;
    const [rows, outputs] = shape as readonly [number, number];
    const structure = structures[index];
    switch (structure?.kind) {
      case undefined:
        throw new ShapeError(`block ${name}: expected a structure for each of ${parameters.slices.length} weights, got ${index}; add one`);
      case 'diagonal':
        return { kind: 'diagonal', slice };
      case 'full':
        if (use === 'embedding') {
          throw new ShapeError(
            `block ${name}: expected a dense or channelwise weight for a full block, got an embedding; use a Kronecker block`,
          );
        }
        if (rows * outputs > FULL_BLOCK_LIMIT) {
          throw new ShapeError(
            `block ${name}: expected at most ${FULL_BLOCK_LIMIT} parameters for a full block, got ${rows * outputs}; use a Kronecker block`,
          );
        }
        return { kind: 'full', slice, f: place(rows * outputs, { start: 0 }) };
      case 'kronecker': {
        const { inputParts, outputParts, sharing = 'expand' } = structure;
        const chain = chainOf(slice, sharing, withGradients);
        const placeGradients = (): SideMatrix[] => (withGradients ? placeSide(name, outputs, outputParts, 0) : []);
        switch (use) {
          case 'dense': {
            const a = placeSide(name, rows - 1, inputParts, 1);
            return { kind: 'kronecker', slice, sharing: sharing === 'reduce' ? sharing : 'expand', chain, a, g: placeGradients() };
          }
          case 'embedding':
            cut(name, 1, inputParts);
            return { kind: 'embedding', slice, g: placeGradients() };
          case 'tied-embedding':
            checkGradients(name, 'a tied embedding', withGradients);
            return { kind: 'tied', slice, a: placeSide(name, rows, inputParts, 0), g: placeGradients() };
          case 'channelwise': {
            cut(name, 1, inputParts * outputParts);
            checkGradients(name, 'blocks of channels', withGradients);
            const channels = Array.from({ length: outputs }, (_, channel) => place(rows, { start: channel * rows }));
            return { kind: 'channels', slice, channels: channels as [SideMatrix, ...SideMatrix[]] };
          }
        }
      }
    }
  });
  return { blocks, matrices, size };
}

/** The chain that is asked for, if one is. @throws ShapeError for a weight that makes none, or without gradients to link. */
function chainOf({ name, series }: ParameterSlice, sharing: WeightSharing | ChainModel, withGradients: boolean): Chain | null {
  if (sharing === 'expand' || sharing === 'reduce') return null;
  if (series === undefined || series.steps < 2) {
    const got = series === undefined ? 'one that goes along no sequence' : 'a single step';
    throw new ShapeError(
      `block ${name}: expected a recurrent weight with several time steps for "${sharing}", got ${got}; choose "expand"`,
    );
  }
  if (!withGradients) {
    throw new ShapeError(`block ${name}: expected estimated gradients for "${sharing}", got none; choose another estimation`);
  }
  return { model: sharing, series };
}

/** @throws ShapeError where none are estimated. */
function checkGradients(name: string, what: string, withGradients: boolean): void {
  if (withGradients) return;
  throw new ShapeError(`block ${name}: expected estimated gradients for ${what}, got none; choose another estimation`);
}
