import { describe, expect, it } from 'vitest';
import { presets } from '../lab/presets/index.ts';
import { inverseOf, refreshOf, withData } from '../ui/setup/defaults.ts';
import { messageFor } from '../ui/setup/issues.ts';
import type { KfacDraft } from '../ui/setup/kfac-group.ts';
import { readWidths } from '../ui/setup/typed-text.ts';
import { checkDraft, type SpecDraft } from './draft.ts';

function draft(): SpecDraft {
  const [preset] = presets;
  if (!preset) throw new Error('presets: expected at least one');
  return preset.spec;
}

/** The draft with other settings of its first arm, which is K-FAC. */
function withKfac(settings: Partial<KfacDraft>): SpecDraft {
  const [kfac, ...others] = draft().arms;
  if (kfac?.optimizer.kind !== 'kfac') throw new Error('expected K-FAC first');
  return { ...draft(), arms: [{ ...kfac, optimizer: { ...kfac.optimizer, ...settings } }, ...others] };
}

describe('a draft', () => {
  it('of a preset is a spec', () => {
    for (const preset of presets) expect(checkDraft(preset.spec).issues).toEqual([]);
  });

  it('binds the allowed range to the field that is out of it', () => {
    const { spec, issues } = checkDraft({ ...draft(), batchSize: 0 });
    expect(spec).toBeNull();
    expect(messageFor(issues, 'batchSize')).toMatch(/1 to 60000.*got 0/);
    expect(messageFor(issues, 'seed')).toBeNull();
  });

  it('refuses text where a number belongs', () => {
    expect(messageFor(checkDraft({ ...draft(), seed: 'abc' }).issues, 'seed')).toMatch(/whole number/);
  });

  it('binds a faulty width to the list of widths', () => {
    const faulty: SpecDraft = {
      ...draft(),
      model: { kind: 'mlp', hidden: readWidths('32, 0'), activation: 'tanh', initialisation: 'glorot' },
    };
    expect(messageFor(checkDraft(faulty).issues, 'model.hidden')).toMatch(/1 to 8192/);
  });

  it('of a spec from before blocks could be chosen means one Kronecker block a layer', () => {
    const text = JSON.stringify(draft(), (key, value: unknown) => (key === 'blocks' ? undefined : value));
    expect(text).not.toContain('blocks');
    expect(checkDraft(JSON.parse(text) as SpecDraft).spec).toEqual(draft());
  });

  it('binds parts that do not divide to the field of that layer', () => {
    const except = [{ layer: 1, block: { kind: 'kronecker', inputParts: 1, outputParts: 7, sharing: 'expand' } }] as const;
    const path = 'arms.0.optimizer.blocks.except.0.block';
    const { issues } = checkDraft(
      withKfac({ blocks: { every: { kind: 'kronecker', inputParts: 1, outputParts: 1, sharing: 'expand' }, except } }),
    );
    expect(messageFor(issues, `${path}.outputParts`)).toMatch(/^Expected a number that divides the \d+ outputs of layer 1, got 7/);
    expect(messageFor(issues, `${path}.inputParts`)).toBeNull();
  });

  it('is runnable with every way to invert and every schedule of refreshes as they start', () => {
    for (const inverse of (['cholesky', 'newton-schulz', 'inverse-free'] as const).map(inverseOf)) {
      for (const refresh of (['every', 'round-robin', 'adaptive'] as const).map(refreshOf)) {
        expect(checkDraft(withKfac({ inverse, refresh })).issues).toEqual([]);
      }
    }
  });

  it('binds what is wrong with an inverse to its field', () => {
    const { issues } = checkDraft(
      withKfac({ inverse: { kind: 'newton-schulz', iterations: 9 }, refresh: { kind: 'adaptive', residual: 'x' }, dampingFloor: 2 }),
    );
    expect(messageFor(issues, 'arms.0.optimizer.inverse.iterations')).toMatch(/1 to 8.*got 9/);
    expect(messageFor(issues, 'arms.0.optimizer.refresh.residual')).toMatch(/number/);
    expect(messageFor(issues, 'arms.0.optimizer.dampingFloor')).toMatch(/0 to 1.*got 2/);
  });

  it('stays runnable when another data set is chosen', () => {
    const counts = ['batchSize', 'batchGrowth.to', 'evaluation.trainExamples'];
    for (const kind of [
      'spirals',
      'moons',
      'circles',
      'xor',
      'blobs',
      'mnist',
      'fashion',
      'curves',
      'text',
      'names',
      'sequence-task',
    ] as const) {
      for (const preset of presets) {
        const changed = withData(preset.spec, kind);
        // Links are for dense weights alone: a race of them says so at its arm beside a text, and is not changed behind its back.
        const issues = checkDraft(changed).issues.filter(
          ({ path, message }) => !counts.includes(path) && !message.includes('got "tridiagonal", which cannot link layer'),
        );
        expect(issues).toEqual([]);
      }
    }
  });
});
