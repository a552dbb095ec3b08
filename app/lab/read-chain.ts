import type { ChainBlock } from '../../gpu/curvature/chain-block.ts';
import { EndlessChainBlock } from '../../gpu/curvature/endless-chain-block.ts';
import type { SideMatrix } from '../../gpu/curvature/factor-layout.ts';
import type { State, Variable } from '../../gpu/graph/state.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { LinkFactorSnapshot, LinkSnapshot } from './arm.ts';
import type { Tile } from './heatmap.ts';
import { readFloats } from './read-floats.ts';

/** What a time step of a recurrent weight tells of the next by its chain, as of the last inversion. */
export async function readChain(context: DeviceContext, state: State, block: ChainBlock): Promise<LinkSnapshot> {
  const side = async (symbol: 'A' | 'G', parts: readonly SideMatrix[]): Promise<LinkFactorSnapshot> => {
    const read = await Promise.all(parts.map((part) => readPart(context, state, block, part)));
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    return {
      symbol,
      rows: size,
      columns: size,
      psi: read.map(({ psi }) => psi),
      explained: Float32Array.from(read.flatMap(({ explained }) => [...explained])),
    };
  };
  const { a, g } = block.sides;
  return { origin: { kind: 'step' }, factors: await Promise.all([side('A', a), side('G', g)]) };
}

interface PartOfChain {
  readonly psi: Tile;
  readonly explained: Float32Array;
}

/**
 * Ψ of one part of a factor and the shares that it explains. Option 2 keeps Ψ, and s of ΨÂΨᵀ are the shares. Option 1 keeps what its symmetric
 * Ψ = C Â⁻¹ is made of, K⁻ᵀ diag(ψ) Kᵀ with K⁻ᵀ = LE, and explains ψ².
 */
async function readPart(context: DeviceContext, state: State, block: ChainBlock, part: SideMatrix): Promise<PartOfChain> {
  const { size, start, offset } = part;
  const { bases, roots, transforms } = block.pencils;
  const whole = (variable: Variable) => state.range(variable, offset, size ** 2);
  const slot = bases.slotOf(part);
  const values = state.range(bases.values, slot.offset, slot.size);
  const tile = (psi: Float32Array): Tile => ({ row: start, column: start, rows: size, columns: size, values: psi });
  if (block instanceof EndlessChainBlock) {
    const [psi, explained] = await readFloats(context, [whole(block.psi), values]);
    return { psi: tile(psi), explained };
  }
  const [root, vectors, transform, spectrum] = await readFloats(context, [whole(roots), whole(bases.vectors), whole(transforms), values]);
  const scaled = times(size, root, vectors).map((entry, index) => entry * spectrum[index % size]!);
  return { psi: tile(times(size, scaled, transposed(size, transform))), explained: spectrum.map((value) => value ** 2) };
}

/** The product of two square matrices, row-major. */
function times(size: number, left: Float32Array, right: Float32Array): Float32Array {
  const product = new Float32Array(size * size);
  const sums = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    sums.fill(0);
    for (let inner = 0; inner < size; inner++) {
      const factor = left[row * size + inner]!;
      for (let column = 0; column < size; column++) sums[column]! += factor * right[inner * size + column]!;
    }
    product.set(sums, row * size);
  }
  return product;
}

function transposed(size: number, matrix: Float32Array): Float32Array {
  return matrix.map((_, index) => matrix[(index % size) * size + Math.floor(index / size)]!);
}
