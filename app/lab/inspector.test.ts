import { describe, expect, test } from 'vitest';
import { smallSpec } from './testing/fake-engine.ts';
import { collect, fakeSession, ofType } from './testing/fake-session.ts';

describe('a session whose blocks are inspected', () => {
  test('reports on the selected block, also after the end', async () => {
    const { session, control } = await fakeSession();
    control.inspect({ arm: 0, layer: 0 });
    control.play();
    let finished = false;
    for await (const event of session.run()) {
      if (event.type === 'finished') {
        if (finished) break;
        finished = true;
        control.inspect({ arm: 0, layer: 0 });
      }
      if (event.type === 'inspection') {
        expect(event.kept).toMatchObject([
          { symbol: 'A', eigenvalues: Float64Array.of(3, 2, 1), dampedCondition: 2 },
          { symbol: 'G', eigenvalues: Float64Array.of(1, 1) },
        ]);
        if (finished) {
          expect(event.step).toBe(30);
          break;
        }
      }
    }
    expect(finished).toBe(true);
  });

  test('reports once on an arm that rests, at the step where it stopped', async () => {
    const { session, control } = await fakeSession({ ...smallSpec, stop: { steps: 400, seconds: null } }, { divergeAt: { 'K-FAC': 3 } });
    control.inspect({ arm: 0, layer: 0 });
    control.play();
    const steps = ofType(await collect(session), 'inspection').map(({ step }) => step);
    expect(steps.at(-1)).toBe(3);
    expect(new Set(steps).size).toBe(steps.length);
  });

  test('answers a selection without curvature or out of range with silence', async () => {
    const { session, control } = await fakeSession();
    control.play();
    const events = await collect(session, (event) => {
      if (event.type === 'progress') control.inspect({ arm: event.steps.length % 2 === 0 ? 1 : 9, layer: 0 });
    });
    expect(ofType(events, 'inspection')).toEqual([]);
  });
});
