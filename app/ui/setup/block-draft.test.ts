import { describe, expect, it } from 'vitest';
import { layerSides, type LayerSides } from '../../lab/model/layer-sides.ts';
import { presets } from '../../lab/presets/index.ts';
import {
  cuttableSides,
  exceptionOf,
  kindsFor,
  partsFor,
  sharingsFor,
  withException,
  type BlocksDraft,
  type CuttableSide,
} from './block-draft.ts';
import { networkOf, planDraft } from './network.ts';

const SMALL = { use: 'dense', rows: 1, inputs: 12, outputs: 8 } as const;
const LARGE = { use: 'dense', rows: 1, inputs: 784, outputs: 500 } as const;
const EVERY: BlocksDraft = { every: { kind: 'kronecker', inputParts: 1, outputParts: 1, sharing: 'expand' }, except: [] };

function side(sizes: readonly number[], groups: CuttableSide['groups'] = null): CuttableSide {
  return { sizes, groups };
}

function values(options: readonly { readonly value: string }[]): readonly string[] {
  return options.map(({ value }) => value);
}

describe('the blocks on offer', () => {
  it('are full only where every layer is small enough', () => {
    expect(values(kindsFor([SMALL], false, null))).toEqual(['kronecker', 'diagonal', 'full']);
    expect(values(kindsFor([SMALL, LARGE], false, null))).toEqual(['kronecker', 'diagonal']);
  });

  it('are Kronecker alone where no gradients are estimated', () => {
    expect(values(kindsFor([SMALL], true, null))).toEqual(['kronecker']);
  });

  it('keep the chosen kind in view when it does not fit any more', () => {
    expect(values(kindsFor([LARGE], false, 'full'))).toEqual(['kronecker', 'diagonal', 'full']);
  });
});

describe('the numbers of parts on offer', () => {
  it('divide every side', () => {
    expect(values(partsFor(side([12]), 1))).toEqual(['1', '2', '3', '4', '6', '12']);
    expect(values(partsFor(side([12, 8, 20]), 1))).toEqual(['1', '2', '4']);
  });

  it('tell the size of a part where there is one', () => {
    expect(partsFor(side([12]), 1).map(({ description }) => description)).toEqual(['of 12', 'of 6', 'of 4', 'of 3', 'of 2', 'of 1']);
    expect(partsFor(side([12, 8]), 1)[0]).toEqual({ value: '1', label: '1 part' });
    expect(partsFor(side([12, 8]), 1, 'G')[1]).toEqual({ value: '2', label: 'G ÷ 2' });
  });

  it('tell which gives every head or gate a block of its own', () => {
    const described = (sides: CuttableSide): readonly (string | undefined)[] => partsFor(sides, 1).map(({ description }) => description);
    expect(described(side([12], { count: 3, of: 'gate' }))).toEqual(['of 12', 'of 6', 'of 4, one a gate', 'of 3', 'of 2', 'of 1']);
    expect(described(side([2], { count: 1, of: 'gate' }))).toEqual(['of 2', 'of 1']);
  });

  it('are those of heads in attention and of gates in recurrent layers', () => {
    const layersOf = (id: string): readonly LayerSides[] => layerSides(presets.find((preset) => preset.id === id)!.spec);
    const groupsOf = (id: string, key: 'inputs' | 'outputs'): readonly CuttableSide['groups'][] =>
      layersOf(id).flatMap((layer) => cuttableSides([layer])[key].groups ?? []);
    expect(groupsOf('char-transformer', 'outputs')).toContainEqual({ count: 12, of: 'head' });
    expect(groupsOf('char-transformer', 'inputs')).toContainEqual({ count: 4, of: 'head' });
    expect(groupsOf('char-gru', 'outputs')).toEqual([
      { count: 3, of: 'gate' },
      { count: 3, of: 'gate' },
    ]);
    expect(cuttableSides(layersOf('char-gru')).outputs.groups).toBeNull();
  });

  it('keep the chosen one in view when it does not divide any more', () => {
    expect(values(partsFor(side([9]), 4))).toEqual(['1', '3', '9', '4']);
  });
});

describe('what stands for positions', () => {
  const RECURRENT = { ...SMALL, rows: 28, series: { axis: 'uses', steps: 28 } } as const;
  const ORDINARY = { forwardOnly: false, representation: 'factored' } as const;

  it('is a chain in time for recurrent weights alone, factored and with gradients', () => {
    expect(values(sharingsFor([RECURRENT], ORDINARY, 'expand'))).toEqual(['expand', 'reduce', 'option-1', 'option-2']);
    expect(values(sharingsFor([RECURRENT, SMALL], ORDINARY, 'expand'))).toEqual(['expand', 'reduce']);
    expect(values(sharingsFor([{ ...SMALL, rows: 196 }], ORDINARY, 'expand'))).toEqual(['expand', 'reduce']);
    expect(values(sharingsFor([RECURRENT], { ...ORDINARY, forwardOnly: true }, 'expand'))).toEqual(['expand', 'reduce']);
    expect(values(sharingsFor([RECURRENT], { ...ORDINARY, representation: 'ekfac' }, 'expand'))).toEqual(['expand', 'reduce']);
  });

  it('stays in view where it does not fit any more', () => {
    expect(values(sharingsFor([SMALL], ORDINARY, 'option-2'))).toEqual(['expand', 'reduce', 'option-2']);
  });
});

describe('exceptions', () => {
  it('are added in the order of layers, replaced and taken away', () => {
    const diagonal = { kind: 'diagonal' } as const;
    const full = { kind: 'full' } as const;
    const two = withException(withException(EVERY, 3, diagonal), 1, full);
    expect(two.except).toEqual([
      { layer: 1, block: full },
      { layer: 3, block: diagonal },
    ]);
    expect(exceptionOf(two, 3)).toBe(1);
    expect(exceptionOf(two, 2)).toBe(-1);
    expect(withException(two, 3, full).except[1]).toEqual({ layer: 3, block: full });
    expect(withException(two, 1, null).except).toEqual([{ layer: 3, block: diagonal }]);
  });

  it('of which a layer has several count by the last and go together', () => {
    const twice: BlocksDraft = { ...EVERY, except: [1, 1].map((layer) => ({ layer, block: { kind: 'diagonal' } })) };
    expect(exceptionOf(twice, 1)).toBe(1);
    expect(withException(twice, 1, null).except).toEqual([]);
  });
});

describe('the network of a draft', () => {
  it('is read while other fields are faulty, and not while it is itself', () => {
    const { spec } = presets[0]!;
    expect(networkOf(planDraft(spec), spec.batchSize)?.weights.at(-1)?.outputs).toBe(2);
    expect(networkOf(planDraft(spec), 'many')).toBeNull();
    const faulty = { kind: 'mlp', hidden: [8, 'x'], activation: 'tanh', initialisation: 'glorot' } as const;
    expect(networkOf(planDraft({ ...spec, model: faulty }), spec.batchSize)).toBeNull();
  });
});
