import { useEffect } from 'react';
import { storePreferences } from '../state/view-settings.ts';
import { useLab, useLabState } from '../state/use-lab.ts';

/** Writes theme and mode to the root element, where the styles look, and keeps the preferences. */
export function useTheme(): void {
  const lab = useLab();
  const theme = useLabState((state) => state.view.theme);
  const mode = useLabState((state) => state.view.mode);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = (): void => {
      document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
  useEffect(() => {
    document.documentElement.dataset['mode'] = mode;
  }, [mode]);
  useEffect(
    () =>
      lab.store.subscribe((state, before) => {
        if (state.view !== before.view) storePreferences(() => localStorage, state.view);
      }),
    [lab],
  );
}
