import { describe, test } from 'vitest';
import { checkCases } from '../testing/check-cases.ts';
import { testDevice } from '../testing/device.ts';
import { LAYER_CASES } from '../testing/layer-cases.ts';

/** Central differences of the reference cost a call an element. */
const MOST_DERIVED = 80;

describe('every layer', () => {
  test.each(Object.entries(LAYER_CASES))('%s agrees with float64, and so do its derivatives', async (name, cases) => {
    await checkCases(await testDevice(), name, cases, MOST_DERIVED);
  });
});
