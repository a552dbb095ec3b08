import { expect, it } from 'vitest';
import { PacedDrawing } from './paced-drawing.ts';
import { ManualClock } from './testing/manual-clock.ts';

it('draws at once what a person waits for, and at most four times a second what comes along by itself', () => {
  const clock = new ManualClock();
  const times: number[] = [];
  const drawing = new PacedDrawing(clock, (time) => times.push(time));
  for (let frame = 0; frame < 90; frame++) {
    drawing.inTurn();
    clock.pass(10);
  }
  expect(times).toEqual([0, 250, 500, 750]);
  drawing.atOnce();
  drawing.atOnce();
  expect(times.slice(4)).toEqual([900, 900]);
});
