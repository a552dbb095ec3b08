import { describe, expect, test } from 'vitest';
import { checkCases } from '../testing/check-cases.ts';
import { testDevice } from '../testing/device.ts';
import { OP_CASES } from '../testing/op-cases.ts';

const MODULES = import.meta.glob<Record<string, unknown>>(['./*.ts', '!./*.test.ts'], { eager: true });

/** Exported functions that are no differentiable operations, and why. */
const EXEMPT: Readonly<Record<string, string>> = {
  accumulateGram: 'an effect',
  advance: 'an effect',
  constant: 'depends on nothing',
  zeros: 'depends on nothing',
  minibatch: 'data carry no gradient',
  minibatchLabels: 'data carry no gradient',
  minibatchTokens: 'data carry no gradient',
  rowsAfter: 'arithmetic on the host',
  dropoutMask: 'random numbers carry no gradient',
  randomSigns: 'random numbers carry no gradient',
  randomNormal: 'random numbers carry no gradient',
  randomUniform: 'random numbers carry no gradient',
  derivedRules: 'makes rules of operations',
  jvp: 'is what proves the others',
  vjp: 'is what proves the others',
};
const LOWERING =
  /(^\.\/(activation-after|broadcast-shape|contract-shape|elementwise|image-layout|matmul-shape|pack-kernel|patch-strips|rowwise|strips)|-kernels)\.ts$|^\.\/$/;
const LOWERING_FUNCTIONS = new Set(['foldKernels', 'checkCounter', 'aroundPlacedCotangent']);

/** Central differences of the reference cost a call an element. */
const MOST_DERIVED = 40;

describe('every operation', () => {
  test('has its proofs', () => {
    const exported = Object.entries(MODULES)
      .filter(([path]) => !LOWERING.test(path))
      .flatMap(([, module]) => Object.entries(module).flatMap(([name, value]) => (typeof value === 'function' ? [name] : [])))
      .filter((name) => !LOWERING_FUNCTIONS.has(name));
    expect(exported.filter((name) => !(name in OP_CASES) && !(name in EXEMPT))).toEqual([]);
    expect(Object.keys(OP_CASES).filter((name) => !exported.includes(name))).toEqual([]);
  });

  test.each(Object.entries(OP_CASES))('%s agrees with float64, and so do its derivatives', async (name, cases) => {
    await checkCases(await testDevice(), name, cases, MOST_DERIVED);
  });
});
