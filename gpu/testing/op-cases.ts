import { cellCases } from './cell-cases.ts';
import { contractCases } from './contract-cases.ts';
import { elementwiseCases } from './elementwise-cases.ts';
import { matmulCases } from './matmul-cases.ts';
import { movementCases } from './movement-cases.ts';
import type { OpCase } from './op-case.ts';
import { patchesCases } from './patches-cases.ts';
import { poolCases } from './pool-cases.ts';
import { reductionCases } from './reduction-cases.ts';
import { rowsCases } from './rows-cases.ts';
import { sequenceCases } from './sequence-cases.ts';

/** Proofs of every differentiable operation, by the name it is exported with. */
export const OP_CASES: Readonly<Record<string, readonly OpCase[]>> = {
  ...elementwiseCases,
  ...reductionCases,
  ...rowsCases,
  ...sequenceCases,
  ...movementCases,
  ...patchesCases,
  ...poolCases,
  ...cellCases,
  contract: contractCases,
  matmul: matmulCases,
};
