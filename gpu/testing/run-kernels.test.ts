import { expect, test } from 'vitest';
import { testDevice } from './device.ts';

test('an adapter is at hand', async () => {
  const context = await testDevice();
  expect(context.facts.description).not.toBe('');
  console.log(JSON.stringify(context.facts));
});
