import { describe, expect, it } from 'vitest';
import { layerNames } from '../../../lab/model/layer-names.ts';
import { layerSchema } from '../../../lab/model/layer-spec.ts';
import { presets } from '../../../lab/presets/index.ts';
import { checkDraft, type DraftLayer, type SpecDraft } from '../../../state/draft.ts';
import { withData } from '../defaults.ts';
import { planDraft } from '../network.ts';
import { newLayer } from './layer-defaults.ts';
import { inserted, moved, removed, replaced } from './layer-edits.ts';
import { faceOf, LAYER_KINDS } from './layer-kinds.ts';
import { layersOf } from './layers-of.ts';

const dense = newLayer('dense', []);
const residual: readonly DraftLayer[] = [
  newLayer('flatten', []),
  dense,
  { ...dense, tiedTo: 'dense 1' },
  { ...newLayer('add', []), from: ['dense 1', 'dense 2'] },
  { ...dense, units: 10 },
];

function digits(layers: readonly DraftLayer[]): SpecDraft {
  const draft = withData(presets[0]!.spec, 'mnist');
  return { ...draft, model: { kind: 'graph', layers, initialisation: 'he', reconstructs: false } };
}

describe('a new layer', () => {
  it('of every kind can be read as it starts, and has a field for each of its settings', () => {
    for (const kind of LAYER_KINDS) {
      const layer = newLayer(kind, []);
      expect(layerSchema.parse(layer)).toEqual(layer);
      const settings = Object.keys(layer).filter((key) => !['kind', 'name', 'from', 'tiedTo'].includes(key));
      expect(Object.keys(faceOf(kind).fields).sort()).toEqual(settings.sort());
    }
  });

  it('that joins others starts with the two before it', () => {
    expect(newLayer('add', ['a', 'b', 'c']).from).toEqual(['b', 'c']);
    expect(newLayer('add', ['a']).from).toBeNull();
  });
});

describe('references between layers', () => {
  it('follow the automatic names that a layer before them shifts', () => {
    const { layers, at } = inserted(residual, 1, dense);
    expect(at).toBe(1);
    expect(layers[3]).toMatchObject({ tiedTo: 'dense 2' });
    expect(layers[4]!.from).toEqual(['dense 2', 'dense 3']);
  });

  it('follow a new name, and the automatic names that it frees', () => {
    const layers = replaced(residual, 1, { ...dense, name: 'stem' });
    expect(layers[2]).toMatchObject({ tiedTo: 'stem' });
    expect(layers[3]!.from).toEqual(['stem', 'dense 2']);
    expect(layerNames(layers)).toEqual(['flatten 1', 'stem', 'dense 2', 'add 1', 'dense 3']);
  });

  it('to a layer that is removed go with it', () => {
    const { layers, at } = removed(residual, 1);
    expect(at).toBe(1);
    expect(layers[1]).toMatchObject({ tiedTo: null });
    expect(layers[2]!.from).toEqual(['dense 1']);
    expect(removed([dense], 0)).toEqual({ layers: [], at: null });
  });

  it('go on meaning the same layer when layers change places', () => {
    const { layers, at } = moved(residual, 4, -1);
    expect(at).toBe(3);
    expect(layers[4]!.from).toEqual(['dense 1', 'dense 2']);
  });
});

describe('a model as layers', () => {
  it('has the weights it had, under the same names', () => {
    for (const { spec } of presets) {
      const draft = { ...spec, model: layersOf(spec) };
      expect(checkDraft(draft).issues).toEqual([]);
      const weights = (of: SpecDraft) => planDraft(of)!.weights!.map(({ name, inputs, outputs }) => [name, inputs, outputs]);
      expect(weights(draft)).toEqual(weights(spec));
    }
  });

  it('stays with other data that it fits, and gives way to connected layers otherwise', () => {
    const draft = digits([newLayer('convolution', []), newLayer('global-pooling', []), { ...dense, units: 10 }]);
    expect(withData(draft, 'mnist').model).toBe(draft.model);
    expect(withData(draft, 'moons').model.kind).toBe('mlp');
  });
});

describe('the plan of a draft', () => {
  it('goes as far as layers can be read, whatever other fields have', () => {
    const draft: SpecDraft = { ...digits([newLayer('flatten', []), dense, { ...dense, units: 'x' }]), batchSize: 'many' };
    const plan = planDraft(draft)!;
    expect(plan.layers.map(({ parameters }) => parameters)).toEqual([0, 785 * 32]);
    expect([plan.weights, plan.issues]).toEqual([null, []]);
  });

  it('names the layer that does not fit, and keeps the shapes before it', () => {
    const pooling = { ...newLayer('pooling', []), size: 30 };
    const plan = planDraft(digits([newLayer('convolution', []), pooling, newLayer('flatten', []), dense]))!;
    expect(plan.layers).toHaveLength(1);
    expect(plan.issues).toMatchObject([{ path: 'model.layers.1' }]);
  });

  it('shows all layers where only the outputs do not fit the data', () => {
    const plan = planDraft(digits([newLayer('flatten', []), dense]))!;
    expect(plan.layers).toHaveLength(2);
    expect(plan.issues[0]?.message).toMatch(/end with a "dense" layer of 10 units/);
  });
});
