import { architecturePresets } from './architectures.ts';
import { imagePresets } from './images.ts';
import { languagePresets } from './language.ts';
import { planePresets } from './plane.ts';
import type { Preset } from './preset.ts';
import { regressionPresets } from './regression.ts';

export type { Preset };

/** All presets; the first is the race of the first visit. */
export const presets: readonly Preset[] = [
  ...planePresets,
  ...regressionPresets,
  ...imagePresets,
  ...architecturePresets,
  ...languagePresets,
];

/** The preset that an experiment came from, if from any: changed fields leave its name as it was. */
export function presetOf(name: string): Preset | undefined {
  return presets.find((preset) => preset.spec.name === name);
}

/** The preset with this id, if there is one. */
export function findPreset(id: string): Preset | undefined {
  return presets.find((preset) => preset.id === id);
}
