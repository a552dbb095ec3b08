import { expect, test } from 'vitest';
import { compile } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import { State } from '../graph/state.ts';
import { readOnce } from '../runtime/readback.ts';
import { testDevice } from '../testing/device.ts';
import { chainSums } from './chain-sums.ts';

/** ψ of both signs, on to the ends and beyond. */
const PSI = Float32Array.of(-1.1, -1, -0.999, -0.9, -0.5, -1e-3, 0, 1e-4, 0.3, 0.8, 0.95, 0.9999, 1, 1.2);
const ROUNDING = 2 ** -24;

test('sums over a chain are those of all its terms, whatever the sign of ψ and as long as it is', async () => {
  for (const steps of [2, 3, 28, 256]) {
    const bound = Math.cos(Math.PI / (steps + 1));
    const clipped = (psi: number): number => Math.max(-bound, Math.min(bound, psi));
    for (const [index, sum] of (await sums(steps)).entries()) {
      const x = clipped(PSI[Math.floor(index / PSI.length)]!) * clipped(PSI[index % PSI.length]!);
      let expected = 1;
      for (let distance = 1; distance < steps; distance++) expected += 2 * (1 - distance / steps) * x ** distance;
      expect(sum).toBeGreaterThan(0);
      // 1 + x keeps the rounding of x, whole.
      expect(Math.abs(sum / expected - 1)).toBeLessThan(ROUNDING * (4 * steps + 4 / (1 + x)));
    }
  }
});

test('sums over longer and longer chains near (1 + x) / (1 − x), by which option 2 divides, as 1/T', async () => {
  const x = PSI[8]! * PSI[9]!;
  const limit = (1 + x) / (1 - x);
  const [short, long] = [await sums(40), await sums(80)].map((all) => limit - all[8 * PSI.length + 9]!);
  expect(short).toBeGreaterThan(0);
  expect(short! / long!).toBeCloseTo(2, 3);
});

async function sums(steps: number): Promise<Float32Array> {
  const context = await testDevice();
  const state = new State();
  const psi = state.variable('psi', [PSI.length], PSI);
  const result = state.variable('sums', [PSI.length, PSI.length]);
  const graph = new Graph();
  chainSums(graph.read(psi), graph.read(psi), steps, graph.read(result));
  await state.allocate(context);
  const compiled = await compile(context, graph, state);
  try {
    compiled.program.submit(context.device);
    return new Float32Array(await readOnce(context, [state.range(result)]));
  } finally {
    compiled.destroy();
    state.destroy(context);
  }
}
