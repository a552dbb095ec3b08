import { describe, expect, test } from 'vitest';
import type { Constant } from './node.ts';
import { packConstants } from './pack-constants.ts';

function constant(data: Uint32Array | Float32Array): Constant {
  return { kind: 'constant', data, label: 'test' };
}

describe('packConstants', () => {
  test('aligns each constant to 256 bytes and keeps its own length', () => {
    const [first, second] = [constant(Uint32Array.of(1, 2, 3)), constant(Float32Array.of(0.5))];
    const { bytes, places } = packConstants([first, second]);
    expect(places.get(first)).toEqual({ offset: 0, size: 12 });
    expect(places.get(second)).toEqual({ offset: 256, size: 4 });
    expect([...new Uint32Array(bytes.buffer, 0, 3)]).toEqual([1, 2, 3]);
    expect(new Float32Array(bytes.buffer, 256, 1)[0]).toBe(0.5);
    expect(bytes.length).toBe(260);
  });

  test('gives constants of equal content one place, and others places of their own', () => {
    const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const words = new Uint32Array(everyByte.buffer);
    const changed = everyByte.map((byte) => (byte === 0x81 ? 0x8d : byte));
    const [first, same, shorter, other] = [words, words.slice(), words.slice(0, 63), new Uint32Array(changed.buffer)].map(constant) as [
      Constant,
      Constant,
      Constant,
      Constant,
    ];
    const { places } = packConstants([first, same, shorter, other, first]);
    expect(places.get(same)).toEqual(places.get(first));
    expect(places.get(shorter)!.offset).toBe(256);
    expect(places.get(other)!.offset).toBe(512);
  });

  test('finds room for a constant without elements, and needs none for no constants', () => {
    const empty = constant(new Uint32Array(0));
    const { bytes, places } = packConstants([empty]);
    expect(places.get(empty)).toEqual({ offset: 0, size: 4 });
    expect(bytes.length).toBe(4);
    expect(packConstants([]).bytes.length).toBe(0);
  });
});
