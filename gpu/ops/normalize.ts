import { defineOp } from '../graph/define-op.ts';
import type { Tensor } from '../graph/tensor.ts';
import { affine } from './affine.ts';
import { add, multiply, subtract } from './binary.ts';
import { sharedShape } from './elementwise.ts';
import { rowwise } from './rowwise.ts';
import { mean } from './sum.ts';
import { reciprocal, square, squareRoot } from './unary.ts';

const overridesOf = ({ shape }: Tensor, epsilon: number): Record<string, number> => ({ COUNT: shape.at(-1) ?? 1, EPSILON: epsilon });

const recordNormalize = defineOp<number>({
  name: 'normalize',
  shape: ([x]) => x!.shape,
  lower: (_, inputs, output, epsilon) => rowwise('normalize/normalize', inputs, output, overridesOf(output, epsilon)),
  vjp: (cotangent, [x], _, epsilon) => [recordGradient([x!, cotangent], epsilon)],
  jvp: ([tangent], [x], _, epsilon) => recordGradient([x!, tangent!], epsilon),
});

/** J·v with the symmetric Jacobian J of `normalize` at x. */
const recordGradient: (inputs: readonly [Tensor, Tensor], epsilon: number) => Tensor = defineOp<number>({
  name: 'normalize gradient',
  shape: (inputs) => sharedShape('normalize gradient', inputs),
  lower: (_, inputs, output, epsilon) => rowwise('normalize/normalize-gradient', inputs, output, overridesOf(output, epsilon)),
  vjp: (received, [x, v], output, epsilon) => {
    const straight = recordGradient([x!, received], epsilon);
    return [bend(x!, [v!, output], [received, straight], epsilon), straight];
  },
  jvp: ([ofX, ofV], [x, v], output, epsilon) => {
    const straight = ofV ? recordGradient([x!, ofV], epsilon) : null;
    if (!ofX) return straight;
    const bent = bend(x!, [v!, output], [ofX, recordGradient([x!, ofX], epsilon)], epsilon);
    return straight ? add(straight, bent) : bent;
  },
});

/**
 * How J·v moves when x moves along u, `−(Jv·mean(u∘y) + Ju·mean(v∘y) + y·mean(u∘Jv)) / σ`. It is symmetric in u, v and
 * what it meets – normalize is the gradient of σ·D – so that it is also what a cotangent u of J·v gives to x.
 */
function bend(x: Tensor, [v, ofV]: readonly [Tensor, Tensor], [u, ofU]: readonly [Tensor, Tensor], epsilon: number): Tensor {
  const y = normalize(x, epsilon);
  const terms = [multiply(ofV, rowMean(multiply(u, y))), multiply(ofU, rowMean(multiply(v, y))), multiply(y, rowMean(multiply(u, ofV)))];
  return affine(multiply(terms.reduce(add), inverseSpread(x, epsilon)), -1);
}

function rowMean(x: Tensor): Tensor {
  return mean(x, [-1], { keepAxes: true });
}

/** `1/√(variance + ε)` of each row. */
function inverseSpread(x: Tensor, epsilon: number): Tensor {
  const variance = rowMean(square(subtract(x, rowMean(x))));
  return reciprocal(squareRoot(affine(variance, 1, epsilon)));
}

/** Layer normalization without scale and shift: `(x − mean)/√(variance + ε)` of each row of the last axis. */
export function normalize(x: Tensor, epsilon: number): Tensor {
  return recordNormalize([x], epsilon);
}
