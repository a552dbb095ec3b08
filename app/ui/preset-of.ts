import { presets, type Preset } from '../lab/presets/index.ts';

/** The preset that an experiment came from: changed fields leave its name as it was. */
export function presetOf(name: string): Preset | undefined {
  return presets.find((preset) => preset.spec.name === name);
}
