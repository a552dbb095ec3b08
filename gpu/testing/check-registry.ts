import type { Tensor } from '../graph/tensor.ts';
import { usableFamilies } from '../runtime/adapter-facts.ts';
import { refreshEigenbasisCheck, symmetricEigenCheck } from './check-eigen.ts';
import { choleskyCheck, spdInverseCheck, triangularInverseCheck } from './check-inverses.ts';
import { gramCheck, matmulCheck } from './check-products.ts';
import { evaluate, type EvaluationInput } from './evaluate-graph.ts';
import { closeness } from './expect-close.ts';
import { checkResult, withFamily, type KernelCheck } from './kernel-check.ts';
import { drawInputs, type OpCase } from './op-case.ts';
import { OP_CASES } from './op-cases.ts';

/** All checks `lab check` runs: kernel families first, then every operation of the graph. */
export const kernelChecks: readonly KernelCheck[] = [
  matmulCheck,
  gramCheck,
  choleskyCheck,
  triangularInverseCheck,
  spdInverseCheck,
  symmetricEigenCheck,
  refreshEigenbasisCheck,
  ...Object.entries(OP_CASES).map(([name, cases]) => opCheck(name, cases)),
];

/** Runs all cases of an operation as one graph. */
function opCheck(name: string, cases: readonly OpCase[]): KernelCheck {
  return {
    name,
    families: usableFamilies,
    run: async (context, family, seed) => {
      const drawn = cases.map((item, index) => drawInputs(item.inputs, seed + index));
      const inputs: Record<string, EvaluationInput> = {};
      for (const [index, item] of cases.entries()) {
        for (const [which, { shape }] of item.inputs.entries()) inputs[`${index} ${which}`] = { shape, data: drawn[index]![which]! };
      }
      const results = await evaluate(withFamily(context, family), inputs, (tensors): Record<string, Tensor> =>
        Object.fromEntries(
          cases.map((item, index) => [`${index}`, item.apply(item.inputs.map((_, which) => tensors[`${index} ${which}`]!))]),
        ),
      );
      return checkResult(
        cases.map((item, index) => {
          const operands = drawn[index]!.map((data) => Float64Array.from(data));
          return closeness(results[`${index}`]!, item.reference(operands), item.allowed(operands)).worst;
        }),
      );
    },
  };
}
