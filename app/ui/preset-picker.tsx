import type { ReactElement } from 'react';
import { presets } from '../lab/presets/index.ts';
import { useLab, useLabState } from '../state/use-lab.ts';
import { presetOf } from './preset-of.ts';
import { Choice } from './kit/choice.tsx';

const OPTIONS = presets.map(({ id, title, description }) => ({ value: id, label: title, description }));

/** The ready experiments; choosing one starts it. */
export function PresetPicker(): ReactElement {
  const lab = useLab();
  const name = useLabState((state) => state.run.spec?.name);
  return (
    <Choice
      label="Experiment"
      labelHidden
      options={OPTIONS}
      value={name === undefined ? null : (presetOf(name)?.id ?? null)}
      onChange={(id) => {
        const preset = presets.find((candidate) => candidate.id === id);
        if (preset) lab.load(preset.spec, true);
      }}
    />
  );
}
