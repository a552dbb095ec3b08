import type { OpenPilot } from './pilot.ts';

/** What the parts of a step take, in steps of another arm. */
export interface StepTimes {
  /** A step that runs nothing with a period. */
  readonly plain: number;
  /** What each section with a period adds. */
  readonly sections: ReadonlyMap<string, number>;
}

const REPLAYS = 9;

/** Times the parts of a step, each replay right after one of the unit, so that both see the machine as it is; medians. */
export async function stepTimes(own: OpenPilot, unit: OpenPilot): Promise<StepTimes> {
  const ratioWith = async (section: string | null): Promise<number> => {
    const ratios: number[] = [];
    // The first replay warms caches up and is not counted.
    for (let replay = 0; replay <= REPLAYS; replay++) ratios.push((await own.replay(section)) / (await unit.replay(null)));
    return median(ratios.slice(1));
  };
  const plain = await ratioWith(null);
  const sections = new Map<string, number>();
  // Statistics come first, so that whatever is inverted after them is something.
  for (const name of own.sections.toSorted((one, other) => Number(other === 'statistics') - Number(one === 'statistics'))) {
    sections.set(name, Math.max(0, (await ratioWith(name)) - plain));
  }
  return { plain, sections };
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}
