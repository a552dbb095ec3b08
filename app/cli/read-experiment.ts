import { parseSpec, parseSpecText } from '../lab/parse-spec.ts';
import { findPreset, presets } from '../lab/presets/index.ts';
import type { ExperimentSpec } from '../lab/spec.ts';
import type { RunArguments } from './arguments.ts';
import { readText } from './read-text.ts';
import { UsageError } from './usage-error.ts';

/**
 * The spec the arguments name, with what they change in it.
 * @throws UsageError for an unknown preset, file or arm; SpecError for a spec that cannot be run.
 */
export async function readExperiment(
  run: Pick<RunArguments, 'experiment' | 'steps' | 'seconds' | 'seed' | 'arms'>,
): Promise<ExperimentSpec> {
  const spec = run.experiment.endsWith('.json') ? parseSpecText(await readText('run', run.experiment)) : presetSpec(run.experiment);
  const arms = run.arms === null ? spec.arms : run.arms.map((index) => pickArm(spec, index));
  const changed = {
    ...spec,
    arms,
    seed: run.seed ?? spec.seed,
    stop:
      run.steps === null && run.seconds === null
        ? spec.stop
        : // Asking for one limit alone lifts the other.
          { steps: run.steps, seconds: run.seconds },
  };
  if (changed.stop.steps === null && changed.stop.seconds === null) {
    throw new UsageError('run: expected a limit in the spec or --steps or --seconds, got none; the run would never end');
  }
  return parseSpec(changed);
}

function presetSpec(id: string): ExperimentSpec {
  const preset = findPreset(id);
  if (preset !== undefined) return preset.spec;
  const known = presets.map((entry) => entry.id).join(', ');
  throw new UsageError(`run: expected a preset (${known}) or a file ending in .json, got ${JSON.stringify(id)}`);
}

function pickArm(spec: ExperimentSpec, index: number): ExperimentSpec['arms'][number] {
  const arm = spec.arms[index];
  if (arm !== undefined) return arm;
  throw new UsageError(`--arms: expected arms from 0 to ${spec.arms.length - 1} of ${spec.name}, got ${index}`);
}
