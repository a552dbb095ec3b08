import { elementwiseCases } from './elementwise-cases.ts';
import { matmulCases } from './matmul-cases.ts';
import { movementCases } from './movement-cases.ts';
import type { OpCase } from './op-case.ts';
import { patchesCases } from './patches-cases.ts';
import { reductionCases } from './reduction-cases.ts';

/** Proofs of every differentiable operation, by the name it is exported with. */
export const OP_CASES: Readonly<Record<string, readonly OpCase[]>> = {
  ...elementwiseCases,
  ...reductionCases,
  ...movementCases,
  ...patchesCases,
  matmul: matmulCases,
};
