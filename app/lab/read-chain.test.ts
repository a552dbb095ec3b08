import { Matrix, inverse } from 'ml-matrix';
import { expect, test } from 'vitest';
import { testDevice } from '../../gpu/testing/device.ts';
import type { BlockSnapshot, LinkFactorSnapshot } from './arm.ts';
import { fixedRateKfac } from './kfac-presets.ts';
import type { KfacSpec } from './kfac-spec.ts';
import { languageTaskOf } from './language-task.ts';
import { COPY, languageSpec, recurrentLayers, withLanguageArm } from './testing/language-arm.ts';

const { optimizer } = fixedRateKfac(0.1, 0.9, 0.03, 0.01);
const LAYERS = recurrentLayers(languageTaskOf(COPY).inputs.vocabulary, 6);
/** The weight of the states. */
const LAYER = 3;

test.each([
  ['option-1', 1],
  ['option-2', 1],
  ['option-1', 3],
] as const)('a chain by %s, with G in %d, shows Ψ of each factor, and what it explains of the damped one', async (sharing, outputParts) => {
  const block = { kind: 'kronecker', inputParts: 1, outputParts, sharing } as const;
  const chained: KfacSpec = {
    ...(optimizer as KfacSpec),
    statisticsEvery: 1,
    inverseEvery: 1,
    blocks: { ...(optimizer as KfacSpec).blocks, except: [{ layer: LAYER, block }] },
  };
  await withLanguageArm(await testDevice(), languageSpec(COPY, LAYERS, chained), async (arm) => {
    expect((await arm.train(6)).failure).toBeNull();
    const shown = (await arm.curvature(LAYER - 1))!;
    expect(shown.link?.origin).toEqual({ kind: 'step' });
    expect(shown.link?.factors.map(({ symbol, rows, columns, psi }) => [symbol, rows, columns, psi.length])).toEqual([
      ['A', 7, 7, 1],
      ['G', 18, 18, outputParts],
    ]);
    for (const factor of shown.link!.factors) {
      expect(factor.explained).toHaveLength(factor.rows);
      expect(factor.psi.map(({ row, rows }) => row + rows).at(-1)).toBe(factor.rows);
      // Of several parts the damping of the first alone is told.
      if (factor.psi.length > 1) continue;
      const psi = wholeOf(factor);
      const damped = dampedOf(shown, factor.symbol);
      const predicted = psi.mmul(damped);
      expect(psi.norm()).toBeGreaterThan(0.05);
      // Option 1 makes the moment of neighbouring steps symmetric, whose product with the inverse Ψ is.
      const skew = Matrix.sub(predicted, predicted.transpose()).norm() / predicted.norm();
      if (sharing === 'option-1') expect(skew).toBeLessThan(1e-4);
      else expect(skew).toBeGreaterThan(1e-2);
      // The shares are the eigenvalues of ΨÂΨᵀÂ⁻¹.
      const trace = predicted.mmul(psi.transpose()).mmul(inverse(damped)).trace();
      expect(factor.explained.reduce((sum, share) => sum + share, 0) / trace).toBeCloseTo(1, 3);
      expect(Math.max(...factor.explained)).toBeLessThan(1 + 1e-4);
    }
    expect((await arm.curvature(0))!.link).toBeNull();
  });
});

function wholeOf({ rows, columns, psi }: LinkFactorSnapshot): Matrix {
  const whole = Matrix.zeros(rows, columns);
  for (const part of psi) whole.setSubMatrix(Matrix.from1DArray(part.rows, part.columns, Array.from(part.values)), part.row, part.column);
  return whole;
}

function dampedOf({ kept }: BlockSnapshot, symbol: 'A' | 'G'): Matrix {
  const matrix = kept.find((each) => each.symbol === symbol);
  if (matrix?.kind !== 'matrix') throw new Error(`expected a matrix ${symbol} among those kept, got none`);
  const size = matrix.parts.reduce((sum, part) => sum + part.size, 0);
  const whole = Matrix.zeros(size, size);
  for (const { start, size: side, values } of matrix.parts) {
    whole.setSubMatrix(Matrix.from1DArray(side, side, [...values]), start, start);
  }
  return whole.add(Matrix.identity(size).mul(matrix.damping!));
}
