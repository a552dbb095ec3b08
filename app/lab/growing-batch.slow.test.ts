import { describe } from 'vitest';
import { testGrowingBatch } from './testing/growing-batch-cases.ts';
import { OPTIMIZERS } from './testing/moons-arms.ts';

describe('an arm whose batch grows', () => {
  testGrowingBatch(OPTIMIZERS);
});
