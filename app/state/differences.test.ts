import { describe, expect, it } from 'vitest';
import { presets } from '../lab/presets/index.ts';
import { differences } from './differences.ts';

describe('differences', () => {
  it('name each changed field with both values', () => {
    const before = presets[0]!.spec;
    expect(differences(before, before)).toEqual([]);
    expect(differences(before, { ...before, batchSize: 64, stop: { ...before.stop, seconds: 5 } })).toEqual([
      { path: 'batchSize', before: '128', after: '64' },
      { path: 'stop.seconds', before: 'none', after: '5' },
    ]);
  });
});
