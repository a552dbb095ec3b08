import { describe, expect, test } from 'vitest';
import { RoundPace, type Marks } from './round-pace.ts';
import { SessionControl } from './session-control.ts';

const NO_MARKS: Marks = { evaluation: Infinity, saving: Infinity, end: Infinity };

/** A pace and the clock it goes by. */
function paced(marks: Partial<Marks> = {}) {
  const clock = { time: 0 };
  const control = new SessionControl();
  return { clock, control, pace: new RoundPace(control, { ...NO_MARKS, ...marks }, () => clock.time) };
}

/** The steps of the next rounds, each of which takes a time a step, ms. */
function rounds(pace: RoundPace, count: number, milliseconds: number): number[] {
  let step = 0;
  return Array.from({ length: count }, () => {
    const steps = pace.begin(step);
    pace.observe(steps, steps * milliseconds);
    step += steps;
    return steps;
  });
}

describe('the pace of rounds', () => {
  test('comes to about 75 ms of the slowest arm', () => {
    const { control, pace } = paced();
    control.play();
    expect(rounds(pace, 7, 5)).toEqual([1, 2, 4, 8, 15, 15, 15]);
  });

  test('ends a round at each mark', () => {
    const { control, pace } = paced({ evaluation: 7, saving: 10, end: 23 });
    control.play();
    expect(rounds(pace, 8, 0.01)).toEqual([1, 2, 4, 3, 4, 6, 1, 2]);
  });

  test('waits while paused, but for steps that are asked for one by one', () => {
    const { control, pace } = paced();
    expect(pace.wait()).toBe(Infinity);
    control.step();
    control.step();
    expect(pace.wait()).toBe(0);
    expect(rounds(pace, 2, 1)).toEqual([1, 1]);
    expect(pace.wait()).toBe(Infinity);
  });

  test('keeps to a limit of steps a second, in stretches of a tenth of one', () => {
    const { clock, control, pace } = paced();
    control.play();
    rounds(pace, 8, 0.01);
    control.setSpeed(50);
    expect(pace.begin(255)).toBe(5);
    clock.time = 30;
    expect(pace.wait()).toBe(70);
    control.setSpeed(2);
    clock.time = 1_000;
    expect(pace.begin(260)).toBe(1);
    expect(pace.wait()).toBe(500);
    control.setSpeed(null);
    expect(pace.wait()).toBe(0);
  });
});
