import { expect, test } from 'vitest';
import { OutOfMemoryError } from '../../gpu/runtime/errors.ts';
import { describeFailure, describeMissingDevice } from './describe-failure.ts';

test('a failure is told as what happened and, in a sentence, what to do', () => {
  expect(describeFailure(new OutOfMemoryError('memory: data needs 9 MiB; lower data.trainExamples'))).toEqual({
    kind: 'out-of-memory',
    message: 'memory: data needs 9 MiB',
    remedy: 'Lower data.trainExamples.',
  });
  expect(describeFailure(new Error('broken'))).toMatchObject({
    kind: 'internal',
    message: 'broken',
    remedy: expect.stringMatching(/^Load the experiment again/) as unknown,
  });
});

test('a device that cannot be had is another matter where there was one', () => {
  const error = new Error('adapter: null');
  expect(describeMissingDevice(error, false)).toMatchObject({
    kind: 'no-webgpu',
    message: 'The browser gives no GPU device (adapter: null).',
  });
  expect(describeMissingDevice(error, true)).toMatchObject({ kind: 'device-lost', remedy: 'Reload the page.' });
});
