import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeCheckpoint, specOfArm } from '../lab/checkpoint.ts';
import { decodeNpz } from '../lab/files/npz.ts';
import { smallSpec } from '../lab/testing/fake-engine.ts';
import { main } from './main.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curvature-lab-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function factors(name: string, bytes: Uint8Array): Promise<{ code: number; text: string }> {
  await writeFile(join(folder, 'x.safetensors'), bytes);
  const lines: string[] = [];
  const write = (line: string): unknown => lines.push(line);
  const argv = ['factors', join(folder, 'x.safetensors'), '--out', join(folder, name)];
  const code = await main(argv, { out: write, note: write, replace: null });
  return { code, text: lines.join('\n') };
}

/** A checkpoint with one tensor of this name. */
function withTensor(tensor: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
  const tensors = new Map([[tensor, { dtype: 'F32', shape: [2, 2], bytes }]]);
  return encodeCheckpoint({ spec: specOfArm(smallSpec, smallSpec.arms[0]!), step: 1, seconds: 1, adapter: 'fake', tensors });
}

test('lab factors writes the factors of a checkpoint and lists them', async () => {
  const { code, text } = await factors('f.npz', await withTensor('dense 1.A'));
  expect(code).toBe(0);
  expect(text).toMatch(/array +shape\n.*\ndense 1\.A +2 × 2/);
  const factor = decodeNpz(await readFile(join(folder, 'f.npz')), 'f.npz', 'dense 1.A');
  expect(factor).toEqual({ shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) });
});

test('lab factors says what is wrong with a file, and writes nothing', async () => {
  const plain = await factors('none.npz', await withTensor('dense 1.weight'));
  expect(plain.code).toBe(1);
  expect(plain.text).toContain('expected factors, got none in K-FAC (kfac); take the checkpoint of a K-FAC arm');
  const damaged = await factors('none.npz', Uint8Array.of(1, 2, 3));
  expect(damaged.code).toBe(1);
  expect(damaged.text).toContain('x.safetensors: expected a safetensors file, got 3 bytes');
  await expect(readFile(join(folder, 'none.npz'))).rejects.toThrow('ENOENT');
  const nowhere = await factors(join('none', 'f.npz'), await withTensor('dense 1.A'));
  expect(nowhere.code).toBe(2);
  expect(nowhere.text).toMatch(/--out: .*f\.npz cannot be written/);
});
