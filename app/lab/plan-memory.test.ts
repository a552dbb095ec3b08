import { describe, expect, test } from 'vitest';
import { OutOfMemoryError } from '../../gpu/runtime/errors.ts';
import { fileSchema } from './file-spec.ts';
import { layerSides } from './model/layer-sides.ts';
import { planMemory } from './plan-memory.ts';
import { findPreset, presets } from './presets/index.ts';
import type { ExperimentSpec } from './spec.ts';

const MIB = 2 ** 20;
const usual = { maxBufferSize: 256 * MIB, maxStorageBufferBindingSize: 128 * MIB };
const autoencoder = findPreset('mnist-autoencoder')!.spec;

describe('planMemory', () => {
  test.each(presets)('$id fits an adapter with the limits every browser gives', ({ spec }) => {
    const plan = planMemory(spec, usual);
    expect(plan.total).toBeGreaterThan(plan.largest.bytes);
    expect(plan.total).toBeLessThan(1024 * MIB);
  });

  test('counts the parameters of the published autoencoder', () => {
    expect(layerSides(autoencoder).map(({ inputs }) => inputs)).toEqual([784, 1000, 500, 250, 30, 250, 500, 1000]);
    expect(planMemory(autoencoder, usual).buffers.map((buffer) => buffer.label)).toContain('the weights of Adam (2837314 parameters)');
  });

  test('counts data in files as bytes where they are known to be some, three of them for a pixel in colour', () => {
    const from = { format: 'npy', path: 'x.npy' } as const;
    const inputs = { kind: 'image', width: 10, height: 20, channels: 3 } as const;
    const counts = { trainExamples: 2_000, testExamples: 1_000 };
    const bytesOf = (inBytes: boolean) => {
      const data = fileSchema.parse({ kind: 'file', from, inBytes, inputs, target: { kind: 'inputs' }, ...counts });
      return planMemory({ ...autoencoder, data }, usual).buffers.find(({ label }) => label === 'data.trainExamples')?.bytes;
    };
    expect([bytesOf(true), bytesOf(false)]).toEqual([2_000 * (600 + 1), 2_000 * (2_400 + 1)]);
  });

  test('tells what the arms take from the data that they share', () => {
    const { total, arms } = planMemory(autoencoder, usual);
    const { trainExamples, testExamples } = autoencoder.data;
    // A byte a pixel and one for the class.
    expect(total - arms).toBe((trainExamples + testExamples) * (28 * 28 + 1));
    const alone = planMemory({ ...autoencoder, arms: autoencoder.arms.slice(0, 1) }, usual);
    expect(alone.total - alone.arms).toBe(total - arms);
    expect(alone.arms).toBeLessThan(arms);
  });

  test('names the factors, which are one buffer, and what of them fits', () => {
    const wide: ExperimentSpec = {
      ...autoencoder,
      model: { kind: 'autoencoder', encoder: [8_192, 10], activation: 'tanh', initialisation: 'glorot' },
    };
    const plan = (): unknown => planMemory(wide, { ...usual, maxStorageBufferBindingSize: 64 * MIB });
    expect(plan).toThrow(OutOfMemoryError);
    expect(plan).toThrow(
      /expected at most the 64.0 MiB a buffer that the adapter allows, got 1.00 GiB for the factors of K-FAC; split its blocks, or make the layers narrower, .* at most 16777216$/,
    );
  });

  test('counts what chains in time take beyond the factors', () => {
    const rows = findPreset('digit-rows')!.spec;
    const [kfac] = rows.arms;
    if (kfac?.optimizer.kind !== 'kfac') throw new Error('expected K-FAC first');
    const block = { kind: 'kronecker', inputParts: 1, outputParts: 1, sharing: 'option-1' } as const;
    const optimizer = { ...kfac.optimizer, blocks: { ...kfac.optimizer.blocks, except: [{ layer: 2, block }] } };
    const chained = planMemory({ ...rows, arms: [{ ...kfac, optimizer }] }, usual).total;
    // The state's weight is 65 × 192.
    expect(chained - planMemory({ ...rows, arms: [kfac] }, usual).total).toBe(13 * 4 * (65 ** 2 + 192 ** 2));
  });

  test('names the batch that is too large and the size that fits', () => {
    const crowded: ExperimentSpec = { ...autoencoder, batchSize: 60_000, arms: autoencoder.arms.slice(1) };
    expect(() => planMemory(crowded, usual)).toThrow(/batch 60000 × 1000 numbers.* lower batchSize to 33554 or less/);
  });

  test('counts a batch that grows by its last size', () => {
    const growing: ExperimentSpec = { ...autoencoder, batchGrowth: { to: 60_000, steps: 500, stages: 6 }, arms: autoencoder.arms.slice(1) };
    expect(() => planMemory(growing, usual)).toThrow(/batch 60000 × 1000 numbers.* lower batchGrowth.to to 33554 or less/);
    const constant = planMemory({ ...autoencoder, batchSize: 2_000 }, usual);
    expect(planMemory({ ...autoencoder, batchGrowth: { to: 2_000, steps: 9, stages: 3 } }, usual).total).toBe(constant.total);
  });

  test('refuses a total that no page should take', () => {
    const large = { maxBufferSize: 2048 * MIB, maxStorageBufferBindingSize: 2048 * MIB };
    const hidden = Array.from({ length: 12 }, () => 4_000);
    const model = { kind: 'mlp', hidden, activation: 'tanh', initialisation: 'glorot' } as const;
    expect(() => planMemory({ ...autoencoder, model }, large)).toThrow('the experiment needs about');
  });
});
