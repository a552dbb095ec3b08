import { expect, test } from 'vitest';
import { testDevice } from '../../gpu/testing/device.ts';
import { fixedRateKfac } from './kfac-presets.ts';
import type { LayerDraft } from './model/layer-spec.ts';
import { sha256 } from './sha256.ts';
import { COPY, languageSpec, withLanguageArm } from './testing/language-arm.ts';

const LAYERS: readonly LayerDraft[] = [
  { kind: 'embedding', name: 'table', units: 16 },
  { kind: 'recurrent', cell: 'gru', units: 16, returns: 'sequence' },
  { kind: 'tied-output', tiedTo: 'table' },
];

test('K-FAC trains an embedding that is the output layer too, shows its block, and keeps its bits when it is resumed', async () => {
  const spec = languageSpec(COPY, LAYERS, fixedRateKfac(0.1, 0.9, 0.03, 0.01).optimizer);
  await withLanguageArm(await testDevice(), spec, async (arm) => {
    expect(arm.description.layers[0]).toMatchObject({ name: 'table', kind: 'embedding', use: 'tied-embedding' });
    const before = await arm.evaluate();
    await arm.train(20);
    const saved = await arm.save();
    const { losses, failure } = await arm.train(40);
    expect(failure).toBeNull();
    expect((await arm.evaluate()).testLoss).toBeLessThan(0.7 * before.testLoss);
    const whole = await sha256(await arm.weights());
    const kept = (await arm.curvature(0))!.kept.map((one) => (one.kind === 'matrix' ? [one.symbol, one.parts[0]!.size] : []));
    expect(kept).toEqual([
      ['A', 23],
      ['G', 16],
    ]);
    arm.restore({ file: 'saved', tensors: saved });
    expect((await arm.train(40)).losses).toEqual(losses);
    expect(await sha256(await arm.weights())).toBe(whole);
  });
});
