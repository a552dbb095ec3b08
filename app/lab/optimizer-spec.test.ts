import { expect, test } from 'vitest';
import { issuesOf, withArm } from './testing/written-spec.ts';

test('an epsilon is a number that float32 holds to full precision', () => {
  const adam = { kind: 'adam', learningRate: 0.1, beta1: 0.9, beta2: 0.99, weightDecay: 0 };
  expect(issuesOf(withArm({ ...adam, epsilon: 1e-20 }))).toEqual([]);
  expect(issuesOf(withArm({ ...adam, epsilon: 1e-40 }))[0]?.path).toBe('arms.2.optimizer.epsilon');
});
