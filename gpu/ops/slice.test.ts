import { expect, test } from 'vitest';
import { testDevice } from '../testing/device.ts';
import { evaluate } from '../testing/evaluate-graph.ts';
import { slice } from './slice.ts';

test('a slice of whole numbers holds them unchanged, also those that are no numbers as f32', async () => {
  const data = Uint32Array.of(1, 2, 3, 0x7f80_0001, 5, 0xffff_ffff);
  const { y } = await evaluate(await testDevice(), { x: { shape: [2, 3], data } }, ({ x }) => {
    const part = slice(x, 1, 0, 2);
    expect(part.dtype).toBe('u32');
    return { y: part };
  });
  expect([...y]).toEqual([1, 2, Math.fround(0x7f80_0001), 5]);
});
