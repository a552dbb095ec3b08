import { describe, expect, test } from 'vitest';
import type { Kernel } from '../runtime/kernel.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { testDevice } from '../testing/device.ts';
import { expectClose } from '../testing/expect-close.ts';
import { runKernels } from '../testing/run-kernels.ts';
import { ROUND_OFF } from '../testing/tolerances.ts';
import { rateOverrides, type RateDecay, type RateSchedule } from './learning-rate.ts';
import { REPORT_FIELDS } from './report.ts';

const RATE = 0.3;
const ALPHA = REPORT_FIELDS.indexOf('alpha');

/** The kernel's rate at each 1-based step. */
async function ratesAt(schedule: RateSchedule, steps: readonly number[]): Promise<Float32Array> {
  const context = await testDevice();
  const operands: Record<string, Float32Array | Uint32Array> = {};
  const kernels = steps.map((step, index): Kernel<string> => {
    operands[`counter ${String(index)}`] = Uint32Array.of(step, 5);
    operands[`report ${String(index)}`] = new Float32Array(REPORT_FIELDS.length);
    return {
      shader: 'optimizers/learning-rate.wgsl',
      overrides: rateOverrides({ learningRate: RATE, schedule }),
      bindings: [read(`counter ${String(index)}`), readWrite(`report ${String(index)}`)],
      workgroups: [1, 1, 1],
    };
  });
  const reports = steps.map((_, index) => `report ${String(index)}`);
  const results = await runKernels(context, operands, kernels, reports);
  return Float32Array.from(reports, (report) => results[report]![ALPHA]!);
}

/** The definition, in float64. */
function expectedRate({ warmUp, decay }: RateSchedule, step: number): number {
  const warmth = warmUp === 0 ? 1 : Math.min(1, step / warmUp);
  return RATE * warmth * decayAt(decay, Math.max(0, step - Math.max(warmUp, 1)));
}

function decayAt(decay: RateDecay, since: number): number {
  switch (decay.kind) {
    case 'constant':
      return 1;
    case 'cosine':
      return decay.final + ((1 - decay.final) * (1 + Math.cos((Math.PI * Math.min(since, decay.steps)) / decay.steps))) / 2;
    case 'step':
      return decay.factor ** Math.floor(since / decay.every);
  }
}

const constant: RateDecay = { kind: 'constant' };
const cosine: RateDecay = { kind: 'cosine', steps: 40, final: 0.1 };
const stairs: RateDecay = { kind: 'step', every: 10, factor: 0.7 };

describe('the learning rate', () => {
  test.each<readonly [string, RateSchedule, readonly number[]]>([
    ['stays as it is without a schedule', { warmUp: 0, decay: constant }, [1, 2, 9_999_999]],
    ['warms up to its full value at step W', { warmUp: 8, decay: constant }, [1, 4, 7, 8, 9, 1_000]],
    ['falls along a cosine and stays at its final fraction', { warmUp: 0, decay: cosine }, [1, 2, 11, 21, 31, 40, 41, 42, 5_000]],
    ['reaches zero by a cosine that ends there', { warmUp: 0, decay: { ...cosine, final: 0 } }, [1, 39, 40, 41, 42, 10_000_000]],
    ['steps down after each period', { warmUp: 0, decay: stairs }, [1, 10, 11, 20, 21, 111, 1_001]],
    ['decays from the end of warm-up on', { warmUp: 8, decay: cosine }, [1, 7, 8, 9, 28, 47, 48, 49]],
    ['steps down from the end of warm-up on', { warmUp: 5, decay: stairs }, [4, 5, 6, 14, 15, 16, 25]],
  ])('%s', async (_, schedule, steps) => {
    const got = await ratesAt(schedule, steps);
    // Relative: seven squarings and products at most; absolute: the polynomial of the cosine is within 6e-8.
    expectClose(
      got,
      steps.map((step) => expectedRate(schedule, step)),
      (value) => 256 * ROUND_OFF * value + (schedule.decay.kind === 'cosine' ? 1e-7 * RATE : 0),
    );
  });

  test('is exact where it is constant or fully warm', async () => {
    const [before, full] = await ratesAt({ warmUp: 4, decay: constant }, [3, 4]);
    expect(before).toBeLessThan(Math.fround(RATE));
    expect(full).toBe(Math.fround(RATE));
  });

  test('ends at exactly zero when a cosine does', async () => {
    expect((await ratesAt({ warmUp: 0, decay: { ...cosine, final: 0 } }, [41]))[0]).toBe(0);
  });
});
