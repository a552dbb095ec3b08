import type { ReactElement } from 'react';
import type { Mode, Theme } from '../state/view-settings.ts';
import { useLab, useLabState } from '../state/use-lab.ts';
import { AdapterBadge } from './adapter-badge.tsx';
import { Icon } from './kit/icon.tsx';
import { Segmented, type Segment } from './kit/segmented.tsx';
import { PresetPicker } from './preset-picker.tsx';

const MODES: readonly Segment<Mode>[] = [
  { value: 'lab', label: 'Lab' },
  { value: 'class', label: 'Class' },
];

const THEMES: readonly Segment<Theme>[] = [
  { value: 'system', label: 'Theme of the system', face: <Icon name="system" /> },
  { value: 'light', label: 'Light theme', face: <Icon name="light" /> },
  { value: 'dark', label: 'Dark theme', face: <Icon name="dark" /> },
];

/** Name, experiment, mode, theme and adapter. */
export function Header(): ReactElement {
  const lab = useLab();
  const theme = useLabState((state) => state.view.theme);
  const mode = useLabState((state) => state.view.mode);
  return (
    <header className="header">
      <h1 className="wordmark">Curvature Lab</h1>
      <PresetPicker />
      <Segmented label="Mode" segments={MODES} value={mode} onChange={(value) => lab.setView({ mode: value })} />
      <span className="header-space" />
      <AdapterBadge />
      {mode === 'class' ? null : (
        <Segmented
          className="segmented theme"
          label="Theme"
          segments={THEMES}
          value={theme}
          onChange={(value) => lab.setView({ theme: value })}
        />
      )}
    </header>
  );
}
