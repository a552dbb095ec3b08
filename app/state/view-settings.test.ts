import { describe, expect, it } from 'vitest';
import { DEFAULT_VIEW, storedPreferences, storePreferences } from './view-settings.ts';

describe('preferences', () => {
  it('come back in the next visit', () => {
    const kept = new Map<string, string>();
    const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => void kept.set(key, text) };
    storePreferences(() => storage, { ...DEFAULT_VIEW, theme: 'dark', singleKeys: false });
    expect(storedPreferences(() => storage)).toEqual({ theme: 'dark', singleKeys: false });
  });

  it('count as absent where the page may not store anything', () => {
    const forbidden = (): never => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    expect(storedPreferences(forbidden)).toEqual({});
    expect(() => storePreferences(forbidden, DEFAULT_VIEW)).not.toThrow();
  });
});
