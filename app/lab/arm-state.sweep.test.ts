import { describe, expect, test } from 'vitest';
import { testDevice } from '../../gpu/testing/device.ts';
import { sweepOf } from '../../gpu/testing/sweep.ts';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts';
import type { TensorSource } from './checkpoint-tensors.ts';
import { DataError } from './datasets/data-source.ts';
import type { StoredTensor } from './files/safetensors.ts';
import { sha256 } from './sha256.ts';
import { ADAPTIVE_KFAC, moonsArms, OPTIMIZERS, SGD } from './testing/moons-arms.ts';

const withArm = moonsArms(testDevice);
const SAVED = sweepOf(OPTIMIZERS, 'Adam', 'SOAP', 'adaptive K-FAC', 'EKFAC');

describe('the state of an arm', () => {
  test.each(SAVED)('trained by %s, saved half way and restored in another, ends with the same bits', async (_, optimizer) => {
    let file = new Uint8Array();
    let end: ReadonlyMap<string, StoredTensor> = new Map();
    await withArm(optimizer, 'tanh', async (arm, _context, spec) => {
      await arm.train(29);
      await arm.train(1);
      file = await encodeCheckpoint({ spec, step: 30, seconds: 1, adapter: 'test', tensors: await arm.save() });
      await arm.train(30);
      end = await arm.save();
    });
    await withArm(optimizer, 'tanh', async (arm) => {
      const { tensors } = await decodeCheckpoint(file, 'half.safetensors');
      arm.restore({ file: 'half.safetensors', tensors });
      expect(await arm.save()).toEqual(tensors);
      const { step, losses } = await arm.train(30);
      expect(step).toBe(60);
      expect(losses).toHaveLength(30);
      const resumed = await arm.save();
      expect([...resumed.keys()]).toEqual([...end.keys()]);
      for (const [name, { bytes }] of resumed) expect(await sha256(bytes), name).toBe(await sha256(end.get(name)!.bytes));
    });
  });

  test('is saved by the names of its layers', async () => {
    await withArm(ADAPTIVE_KFAC, 'tanh', async (arm) => {
      await arm.train(5);
      const tensors = await arm.save();
      expect(tensors.get('dense 1.weight')).toMatchObject({ dtype: 'F32', shape: [3, 16] });
      expect(tensors.get('dense 2.update')).toMatchObject({ dtype: 'F32', shape: [17, 16] });
      expect(tensors.get('dense 3.A')).toMatchObject({ dtype: 'F32', shape: [17, 17] });
      expect(tensors.get('dense 3.G inverse')).toMatchObject({ dtype: 'F32', shape: [2, 2] });
      expect(new Uint32Array(tensors.get('step counter')!.bytes.slice().buffer)).toEqual(Uint32Array.of(5, 7));
      const inputs = (await arm.curvature(2))!.kept.find((kept) => kept.kind === 'matrix' && kept.symbol === 'A');
      expect(inputs).toMatchObject({ parts: [{ values: new Float32Array(tensors.get('dense 3.A')!.bytes.slice().buffer) }] });
      expect([...tensors.keys()].filter((name) => /gradient|products|evaluation|prediction/.test(name))).toEqual([]);
    });
  });

  test.each([
    [
      'a tensor is missing',
      (all: TensorMap) => all.delete('dense 2.weight'),
      'expected tensor "dense 2.weight" to be F32 [17, 16], got none',
    ],
    [
      'a tensor is strange',
      (all) => all.set('dense 9.weight', all.get('dense 1.weight')!),
      'expected only tensors of this arm, got "dense 9.weight"',
    ],
    ['a shape differs', (all) => change(all, 'dense 1.A', { shape: [9] }), 'expected tensor "dense 1.A" to be F32 [3, 3], got F32 [9]'],
    ['a type differs', (all) => change(all, 'lambda', { dtype: 'U32' }), 'expected tensor "lambda" to be F32 [1], got U32 [1]'],
    [
      'a weight is NaN',
      (all) => put(all, 'dense 3.weight', Float32Array.of(0, 1, NaN)),
      '"dense 3.weight" to be finite, got NaN at element 2',
    ],
    [
      'an inverse is infinite',
      (all) => put(all, 'dense 1.G inverse', Float32Array.of(-Infinity)),
      '"dense 1.G inverse" to be finite, got -Infinity',
    ],
    ['the seed differs', (all) => put(all, 'step counter', Uint32Array.of(30, 8)), 'expected tensor "step counter" to hold seed 7, got 8'],
    [
      'a layer that failed is not there',
      (all) => put(all, 'health', Uint32Array.of(4, 1)),
      'expected tensor "health" to name a layer, got 4',
    ],
  ] satisfies [string, (tensors: TensorMap) => unknown, string][])(
    'is as before when it cannot be restored because %s',
    async (_, damage, message) => {
      await withArm(ADAPTIVE_KFAC, 'tanh', async (arm) => {
        await arm.train(2);
        const tensors = new Map(await arm.save());
        await arm.train(3);
        const before = await arm.save();
        damage(tensors);
        const restore = (): void => arm.restore({ file: 'bad.safetensors', tensors });
        expect(restore).toThrow(message);
        expect(restore).toThrow(DataError);
        expect(await arm.save()).toEqual(before);
        expect((await arm.train(1)).step).toBe(6);
      });
    },
  );

  test('starts from weights it is given, and refuses those of other layers', async () => {
    const initial = (tensors: TensorMap): TensorSource => ({ file: 'start.safetensors', tensors });
    const ofLayers = (...shapes: [number, number][]): TensorMap =>
      new Map(
        shapes.map(([rows, columns], index) => {
          const values = Float32Array.from({ length: rows * columns }, (_, element) => (element % 7) / 10);
          return [`dense ${index + 1}.weight`, { dtype: 'F32', shape: [rows, columns], bytes: new Uint8Array(values.buffer) }];
        }),
      );
    const good = ofLayers([3, 16], [17, 16], [17, 2]);
    await withArm(
      SGD,
      'tanh',
      async (arm) => {
        const tensors = await arm.save();
        for (const [name, { bytes }] of good) expect(tensors.get(name)!.bytes).toEqual(bytes);
      },
      { initial: initial(good) },
    );
    const narrow = withArm(SGD, 'tanh', () => Promise.resolve(), { initial: initial(ofLayers([3, 16], [17, 8], [9, 2])) });
    await expect(narrow).rejects.toThrow('start.safetensors: expected tensor "dense 2.weight" to be F32 [17, 16], got F32 [17, 8]');
  });
});

type TensorMap = Map<string, StoredTensor>;

function change(tensors: TensorMap, name: string, fields: Partial<StoredTensor>): void {
  tensors.set(name, { ...tensors.get(name)!, ...fields });
}

/** Puts values at the beginning of a tensor. */
function put(tensors: TensorMap, name: string, values: Float32Array | Uint32Array): void {
  const bytes = tensors.get(name)!.bytes.slice();
  bytes.set(new Uint8Array(values.buffer));
  change(tensors, name, { bytes });
}
