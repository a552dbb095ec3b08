import { expect, test } from 'vitest';
import { DeviceLostError } from '../../gpu/runtime/errors.ts';
import { fakeContext } from '../lab/testing/fake-engine.ts';
import { causeOf } from './device-cause.ts';

const error = new Error('cannot build SGD');

test('a device that is lost is blamed for whatever fails just before it says so', async () => {
  const device = fakeContext();
  setTimeout(() => device.lose('unplugged'), 20);
  const cause = await causeOf(error, device.context);
  expect(cause).toBeInstanceOf(DeviceLostError);
  expect(cause).toMatchObject({ message: 'The GPU device was lost (unplugged).', cause: error });
});

test('a failure on a sound device is its own cause', async () => {
  expect(await causeOf(error, fakeContext().context)).toBe(error);
});
