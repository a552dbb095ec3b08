import { describe, expect, test } from 'vitest';
import { smallSpec } from '../testing/fake-engine.ts';
import { fakeSession } from '../testing/fake-session.ts';
import { attentionLayers, COPY, languageSpec } from '../testing/language-arm.ts';

describe('a session whose layers are watched at work', () => {
  const spec = languageSpec(COPY, attentionLayers(23, 8), smallSpec.arms[1]!.optimizer);
  const short = { ...spec, stop: { steps: 10, seconds: null }, evaluation: { every: 5, trainExamples: 10 } };
  const look = { layer: 3, example: 2, channel: null };

  test('tells of them at once, with every evaluation and after the end', async () => {
    const { session, control } = await fakeSession(short);
    expect(session.ready.visible).toMatchObject([{ layer: 3, name: 'look', kind: 'attention' }]);
    control.watch(look);
    setTimeout(() => control.play(), 20);
    const steps: number[] = [];
    for await (const event of session.run()) {
      if (event.type === 'finished') control.watch({ ...look, example: 3 });
      if (event.type !== 'layer-look') continue;
      steps.push(event.step);
      expect(event.look.layer).toBe(3);
      expect(event.example).toMatchObject({ kind: 'tokens' });
      if (event.look.example === 3) break;
    }
    expect(steps).toEqual([0, 5, 10, 10]);
  });

  test('keeps nothing for that once nobody looks, or at what does not exist', async () => {
    for (const elsewhere of [null, { ...look, layer: 1 }, { ...look, example: 100 }, { ...look, channel: 0 }]) {
      const { session, control, engine } = await fakeSession(short);
      control.watch(look);
      const steps: number[] = [];
      for await (const event of session.run()) {
        if (event.type !== 'layer-look') continue;
        steps.push(event.step);
        expect(engine.live).toContain('sgd sees 3');
        control.watch(elsewhere);
        setTimeout(() => control.stop(), 10);
      }
      expect(steps).toEqual([0]);
      expect(engine.live).toEqual(new Set(['dataset', 'sgd']));
    }
  });
});
