import { SPEC_VERSION, type ExperimentSpec } from '../spec.ts';

/** A ready experiment. */
export interface Preset {
  /** Stable name for links and the command line. */
  readonly id: string;
  readonly title: string;
  /** One line. */
  readonly description: string;
  readonly spec: ExperimentSpec;
}

/** What presets differ in. */
interface PresetParts
  extends
    Pick<Preset, 'id' | 'title' | 'description'>,
    Pick<ExperimentSpec, 'data' | 'model' | 'batchSize' | 'evaluation' | 'arms'>,
    Partial<Pick<ExperimentSpec, 'batchGrowth'>> {
  /** Of each arm, after which a run ends. */
  readonly steps: number;
}

/** An experiment named by its title, from the first seed on shuffled data, that ends after so many steps. */
export function preset({ id, title, description, steps, ...parts }: PresetParts): Preset {
  const start = { seed: 1, batchGrowth: null, order: 'shuffled', initial: null } as const;
  const spec: ExperimentSpec = { version: SPEC_VERSION, name: title, ...start, ...parts, stop: { steps, seconds: null } };
  return { id, title, description, spec };
}
