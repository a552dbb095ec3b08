import { expect, test } from 'vitest';
import { parseMessage } from './command-schema.ts';

test.each([
  null,
  'play',
  { type: 'play' },
  { type: 'play', runId: -1 },
  { type: 'speed', runId: 1, stepsPerSecond: NaN },
  { type: 'look', runId: 1, look: { layer: 0, example: -1, channel: null } },
  { type: 'look', runId: 1, look: { layer: 0, example: 0 } },
  { type: 'explode', runId: 1 },
])('%j is no command', (message) => {
  expect(() => parseMessage(message)).toThrow('expected a command');
});
