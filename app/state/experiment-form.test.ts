import { beforeEach, describe, expect, it } from 'vitest';
import { presets } from '../lab/presets/index.ts';
import type { ExperimentSpec } from '../lab/spec.ts';
import { ExperimentForm, type FormState } from './experiment-form.ts';

const [spirals, rivals] = presets.map(({ spec }) => spec) as [ExperimentSpec, ExperimentSpec];

describe('the experiment in the form', () => {
  let started: ExperimentSpec[] = [];
  let form = new ExperimentForm(spirals, () => undefined);
  const state = (): FormState => form.store.getState();

  beforeEach(() => {
    started = [];
    form = new ExperimentForm(spirals, (spec) => started.push(spec));
  });

  it('is the preset’s own after it is chosen, also where it was there already and edited', () => {
    form.start(spirals);
    form.edit((draft) => ({ ...draft, seed: 7 }));
    form.start(spirals);
    expect(state()).toMatchObject({ running: spirals, draft: spirals });
    expect(started).toEqual([spirals, spirals]);
  });

  it('is the preset’s own after edits that were applied, too', () => {
    form.edit((draft) => ({ ...draft, seed: 7 }));
    expect(form.apply()).toBe(true);
    form.start(spirals);
    expect(state()).toMatchObject({ running: spirals, draft: spirals, aside: { seed: 7 } });
    expect(started.at(-1)?.seed).toBe(spirals.seed);
  });

  it('is put aside where a person worked on it, brought back in exchange, and given up once something else is applied', () => {
    form.edit({ ...spirals, seed: 7 });
    form.start(rivals);
    form.start(spirals);
    expect(state().aside).toMatchObject({ name: spirals.name, seed: 7 });
    form.edit({ ...spirals, seed: 8 });
    form.bringBack();
    expect(state()).toMatchObject({ draft: { seed: 7 }, aside: { seed: 8 }, running: spirals });
    form.apply();
    expect(state().aside).toBeNull();
    expect(started.map(({ seed }) => seed)).toEqual([rivals.seed, spirals.seed, 7]);
  });

  it('is not put aside where it was a preset as it is', () => {
    form.start(rivals);
    expect(state().aside).toBeNull();
  });

  it('is applied as it was edited last, and starts nothing while a field is refused', () => {
    form.edit({ ...spirals, batchSize: 0 });
    expect(form.apply()).toBe(false);
    expect(state().refused).toBe(true);
    expect(started).toEqual([]);
    form.edit((draft) => ({ ...draft, batchSize: 50 }));
    expect(form.apply()).toBe(true);
    expect(state()).toMatchObject({ refused: false, running: { batchSize: 50 } });
    form.edit((draft) => ({ ...draft, batchSize: 60 }));
    form.undo();
    expect(state().draft).toBe(started[0]);
  });
});
