import { MOST_PARTS, type KfacSpec } from '../kfac-spec.ts';
import type { PlannedWeight } from '../model/model-plan.ts';

/** One way to choose blocks for all weights of a model. */
export interface StructureChoice {
  /** In words, for the explanation. */
  readonly label: string;
  readonly blocks: KfacSpec['blocks'];
}

/** Largest sides that blocks are cut down to, one after the other. */
const SIDES = [1_024, 512, 256, 128, 64];
const WHOLE = { kind: 'kronecker', inputParts: 1, outputParts: 1, sharing: 'expand' } as const;

/**
 * Choices from the one that keeps most of the curvature to the one that keeps least: what the arm asks for, sides cut to at
 * most 1,024, 512, … 64, and diagonals. Cuts that change nothing are left out.
 */
export function structureChoices(asked: KfacSpec['blocks'], weights: readonly PlannedWeight[]): readonly StructureChoice[] {
  const choices: StructureChoice[] = [{ label: 'blocks as asked for', blocks: asked }];
  for (const side of SIDES) {
    const except = weights.flatMap((weight, index) => {
      const inputParts = weight.use === 'dense' ? partsFor(weight.inputs, side) : 1;
      const outputParts = weight.use === 'channelwise' ? 1 : partsFor(weight.outputs, side);
      return inputParts * outputParts === 1 ? [] : [{ layer: index + 1, block: { ...WHOLE, inputParts, outputParts } }];
    });
    const blocks = { every: WHOLE, except };
    const before = choices.at(-1)!.blocks;
    if (except.length > 0 && JSON.stringify(blocks) !== JSON.stringify(before)) {
      choices.push({ label: `sides cut to at most ${side}`, blocks });
    }
  }
  choices.push({ label: 'diagonals', blocks: { every: { kind: 'diagonal' }, except: [] } });
  return choices;
}

/** The fewest equal parts of a side that are no larger than asked; the side whole where there are none that a spec may have. */
function partsFor(size: number, largest: number): number {
  for (let parts = 1; parts <= Math.min(size, MOST_PARTS); parts++) if (size % parts === 0 && size / parts <= largest) return parts;
  return 1;
}
