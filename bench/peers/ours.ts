import { DeviceOwner, type DeviceContext } from '../../gpu/runtime/device-owner.ts';
import { choleskyKernels } from '../../gpu/linalg/cholesky-kernels.ts';
import { spdInverseKernels } from '../../gpu/linalg/spd-inverse-kernels.ts';
import { gramKernels } from '../../gpu/ops/gram-kernels.ts';
import { matmulKernels } from '../../gpu/ops/matmul-kernels.ts';
import { positiveDefinite, uniforms } from '../inputs.ts';
import type { Problem } from '../measures.ts';
import type { Peer, Prepared } from '../peer.ts';
import { prepareSteps } from './prepare-steps.ts';
import { prepareKernels } from './prepare-kernels.ts';

/** This project's engine. */
export async function startOurs(): Promise<Peer> {
  const context = await new DeviceOwner(navigator.gpu).acquire();
  const { description, family, software } = context.facts;
  return {
    description: `${description}, ${family} kernels${software ? ', software adapter' : ''}`,
    prepare: (problem) => prepare(context, problem),
  };
}

function prepare(context: DeviceContext, problem: Problem): Promise<Prepared> {
  switch (problem.kind) {
    case 'matmul': {
      const { m, n, k } = problem;
      const operands = { a: uniforms(m * k, 1), b: uniforms(k * n, 2), c: m * n };
      return prepareKernels(context, operands, (lowering) => matmulKernels(lowering, { m, n, k }, { a: 'a', b: 'b', c: 'c' }), {
        name: 'c',
        element: 0,
      });
    }
    case 'gram': {
      const { rows, columns } = problem;
      const operands = { x: uniforms(rows * columns, 1), coefficients: Float32Array.of(0, 1), out: columns * columns };
      return prepareKernels(
        context,
        operands,
        (lowering) => gramKernels(lowering, { rows, columns, scale: 1 }, { x: 'x', coefficients: 'coefficients', out: 'out' }),
        { name: 'out', element: 1 },
      );
    }
    case 'cholesky':
    case 'inverse':
      return prepareFactorisation(context, problem);
    case 'training':
    case 'javascript':
      return prepareSteps(context, problem);
  }
}

function prepareFactorisation(
  context: DeviceContext,
  { kind, count, size }: Extract<Problem, { kind: 'cholesky' | 'inverse' }>,
): Promise<Prepared> {
  const pitch = Math.ceil((size * size) / 64) * 64;
  const matrices = Array.from({ length: count }, (_, index) => ({ offset: index * pitch, size }));
  const values = positiveDefinite(1, size);
  const packed = new Float32Array(count * pitch);
  for (const { offset } of matrices) packed.set(values, offset);
  const operands = { matrices: packed, shifts: new Float32Array(count), out: count * pitch, status: count, rungs: count };
  const names = { matrices: 'matrices', shifts: 'shifts', status: 'status' } as const;
  return prepareKernels(
    context,
    operands,
    (lowering) =>
      kind === 'cholesky'
        ? choleskyKernels(lowering, { matrices }, { ...names, factors: 'out' })
        : spdInverseKernels(lowering, { matrices }, { ...names, inverses: 'out', rungs: 'rungs' }),
    { name: 'out', element: size * size - 1 },
  );
}
