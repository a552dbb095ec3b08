import { describe, expect, test } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint, expectSameRun, specOfArm, type Checkpoint } from './checkpoint.ts';
import { DataError } from './datasets/data-source.ts';
import { encodeSafetensors } from './files/safetensors.ts';
import type { ExperimentSpec } from './spec.ts';
import { smallSpec } from './testing/fake-engine.ts';

const arm = smallSpec.arms[0]!;
const checkpoint: Checkpoint = {
  spec: specOfArm(smallSpec, arm),
  step: 30,
  seconds: 1.5e-7,
  adapter: 'fake adapter',
  tensors: new Map([['dense 1.weight', { dtype: 'F32', shape: [2], bytes: Uint8Array.of(0, 0, 128, 63, 1, 0, 192, 127) }]]),
};

/** The checkpoint's file with a text in its header replaced by one as long. */
async function altered(from: string, to: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await encodeCheckpoint(checkpoint);
  const text = String.fromCharCode(...bytes);
  expect(text).toContain(from);
  return Uint8Array.from(text.replace(from, to), (character) => character.charCodeAt(0));
}

describe('a checkpoint', () => {
  test('comes back as it was, the bits of NaN included', async () => {
    expect(await decodeCheckpoint(await encodeCheckpoint(checkpoint), 'x')).toEqual(checkpoint);
  });

  test('is refused when one bit of a tensor has changed', async () => {
    const bytes = await encodeCheckpoint(checkpoint);
    bytes[bytes.length - 8]! ^= 1;
    await expect(decodeCheckpoint(bytes, 'x.safetensors')).rejects.toThrow(
      /^x\.safetensors: expected tensors with SHA-256 "[0-9a-f]{12}"…, got/,
    );
  });

  test.each([
    [
      'is of another program',
      '"format":"curvature-lab checkpoint"',
      '"format":"curvature-lab checkpoinT"',
      'expected a checkpoint of Curvature Lab',
    ],
    ['has no step', '"step":"30"', '"steq":"30"', '(__metadata__.step'],
    ['has a step that is no number', '"step":"30"', '"step":"-3"', '(__metadata__.step'],
    [
      'holds an experiment that cannot be run',
      '\\"batchSize\\":20',
      '\\"batchSize\\":-2',
      'its experiment cannot be run (experiment: batchSize',
    ],
  ])('is refused when it %s', async (_, from, to, message) => {
    const reading = decodeCheckpoint(await altered(from, to), 'x.safetensors');
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toBeInstanceOf(DataError);
  });

  test('is not any safetensors file', async () => {
    const bytes = encodeSafetensors({ tensors: checkpoint.tensors, metadata: {} }, 'x');
    await expect(decodeCheckpoint(bytes, 'x')).rejects.toThrow(
      'expected a checkpoint of Curvature Lab, got other tensors (__metadata__.format',
    );
  });

  test('goes on in a run whose names, limits and evaluations differ', () => {
    const renamed: ExperimentSpec = {
      ...smallSpec,
      name: 'longer',
      stop: { steps: 99, seconds: 1 },
      evaluation: { every: 1, trainExamples: 1 },
    };
    expect(() => expectSameRun(checkpoint, renamed, { ...arm, name: 'again' }, 'x')).not.toThrow();
  });

  test.each([
    ['seed', { ...smallSpec, seed: 2 }, 'x: expected seed 2 as the spec says, got 1'],
    [
      'data',
      { ...smallSpec, data: { ...smallSpec.data, trainExamples: 101 } },
      'x: expected data.trainExamples 101 as the spec says, got 100',
    ],
    [
      'model',
      { ...smallSpec, model: { ...smallSpec.model, hidden: [4, 5] } },
      'x: expected model.hidden.1 5 as the spec says, got nothing',
    ],
    ['batch', { ...smallSpec, batchSize: 21 }, 'x: expected batchSize 21 as the spec says, got 20'],
    [
      'growth of the batch',
      { ...smallSpec, batchGrowth: { to: 40, steps: 9, stages: 3 } },
      'x: expected batchGrowth an object as the spec says, got null',
    ],
  ] as [string, ExperimentSpec, string][])('does not go on with another %s', (_, spec, message) => {
    expect(() => expectSameRun(checkpoint, spec, arm, 'x')).toThrow(message);
  });

  test('does not go on with another optimiser', () => {
    expect(() => expectSameRun(checkpoint, smallSpec, smallSpec.arms[1]!, 'x')).toThrow(
      'x: expected optimizer.kind "sgd" as the spec says, got "kfac"',
    );
  });
});
