import { describe, expect, test } from 'vitest';
import { ShapeError } from '../runtime/errors.ts';
import { testDevice } from '../testing/device.ts';
import { State } from './state.ts';

describe('a state', () => {
  test('cannot be allocated again once it is destroyed, nor on another device', async () => {
    const context = await testDevice();
    const state = new State();
    state.variable('test', [4]);
    await state.allocate(context);
    await expect(state.allocate({ ...context, device: {} as GPUDevice })).rejects.toThrow(/belongs to a past device; declare it anew/);
    state.destroy(context);
    await expect(state.allocate(context)).rejects.toThrow(ShapeError);
  });

  test('gives a further trace the variables of the one before, by label', () => {
    const state = new State();
    const weights = state.variable('weights', [4], Float32Array.of(1, 2, 3, 4));
    const gradient = state.scratch('gradient', [4]);
    state.retrace();
    expect(state.variable('weights', [4], new Float32Array(4))).toBe(weights);
    expect(state.scratch('gradient', [4])).toBe(gradient);
    expect(() => state.variable('weights', [4])).toThrow(/expected a label of its own/);
    const fresh = state.variable('only here', [2]);
    expect(state.kept).toEqual([weights, fresh]);
    state.retrace();
    expect(() => state.variable('weights', [8])).toThrow(
      "variable weights: expected f32 [4] as in the trace before, got f32 [8]; what depends on the minibatch's size can be no variable",
    );
  });

  test('refuses a label twice and keeps all but scratch', () => {
    const state = new State();
    const weights = state.variable('weights', [4]);
    const step = state.variable('step', [2], 'u32');
    state.scratch('gradient', [4]);
    expect(() => state.variable('weights', [4])).toThrow(/expected a label of its own in this state, got one that is taken/);
    expect(() => state.variable('gradient', [2])).toThrow(ShapeError);
    expect(state.kept).toEqual([weights, step]);
  });
});
