import { formatShape, sameShape, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { gramKernels, isMadeOfStrips, patchGramKernels } from './gram-kernels.ts';
import { PATCHES } from './patches.ts';

export interface GramOptions {
  /** Appends a virtual column of ones to x. */
  readonly homogeneous?: boolean;
  readonly scale: number;
}

/**
 * Effect: `target = coefficients[0]·target + coefficients[1]·scale·X̄ᵀX̄`, the moving average of a second moment.
 * @param x `[N, D]`
 * @param coefficients decay and weight, `[2]`
 * @param target slice of a variable, `[D̄, D̄]` where D̄ counts the homogeneous column
 * @throws ShapeError when shapes do not fit or the target is no variable.
 */
export function accumulateGram(x: Tensor, coefficients: Tensor, target: Tensor, { homogeneous = false, scale }: GramOptions): void {
  const [rows, columns] = x.shape;
  if (rows === undefined || columns === undefined || x.shape.length !== 2) {
    throw new ShapeError(`gram: expected a matrix, got ${formatShape(x.shape)}; reshape to two axes`);
  }
  const size = columns + (homogeneous ? 1 : 0);
  if (!sameShape(target.shape, [size, size]) || target.origin.kind !== 'variable') {
    throw new ShapeError(
      `gram: expected a variable of shape ${formatShape([size, size])}, got ${formatShape(target.shape)}; match the target`,
    );
  }
  if (!sameShape(coefficients.shape, [2])) {
    throw new ShapeError(`gram: expected coefficients of shape [2], got ${formatShape(coefficients.shape)}; give decay and weight`);
  }
  const problem = { rows, columns, homogeneous, scale };
  x.graph.effect({
    name: 'gram',
    reads: [x, coefficients],
    updates: [target],
    lower: (context) => gramKernels(context, problem, { x, coefficients, out: target }),
    wayAround({ family }) {
      const made = PATCHES.of(x);
      if (made?.node.output.shape.at(-1) !== columns || !isMadeOfStrips(family, problem)) return null;
      const images = made.node.inputs[0]!;
      return {
        past: [made.node],
        reads: [images, coefficients],
        lower: (context) => patchGramKernels(context, problem, made.attributes, { images, coefficients, out: target }),
      };
    },
  });
}
