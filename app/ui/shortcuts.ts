import { useEffect } from 'react';
import { useLab } from '../state/use-lab.ts';

/** Elements that use keys themselves. */
const TYPING = 'input, textarea, select, [contenteditable="true"], [role="listbox"], [role="slider"]';
/** Elements that the space key activates. */
const PRESSABLE = 'button, a, summary, [role="button"], [role="radio"], [role="tab"], [role="option"], [role="switch"]';

/** Space plays and pauses, the period steps, r resets; a focused control that uses the key keeps it. */
export function useShortcuts(): void {
  const lab = useLab();
  useEffect(() => {
    const act = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (!lab.store.getState().view.singleKeys) return;
      const target = event.target instanceof Element ? event.target : document.body;
      if (target.closest(TYPING)) return;
      if (event.key === ' ' && !target.closest(PRESSABLE)) {
        event.preventDefault();
        lab.togglePlaying();
      } else if (event.key === '.') {
        lab.step();
      } else if (event.key === 'r') {
        lab.reset();
      }
    };
    document.addEventListener('keydown', act);
    return () => document.removeEventListener('keydown', act);
  }, [lab]);
}
