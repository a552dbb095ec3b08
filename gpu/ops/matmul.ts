import { defineOp, type WayAround } from '../graph/define-op.ts';
import { formatShape, type Tensor } from '../graph/tensor.ts';
import type { AdapterFacts } from '../runtime/adapter-facts.ts';
import { ShapeError } from '../runtime/errors.ts';
import { add } from './binary.ts';
import { convolveKernels } from './convolve-kernels.ts';
import { matmulKernels } from './matmul-kernels.ts';
import {
  ACTIVATIONS,
  PRODUCTS,
  SMALL_PRODUCT,
  type Activation,
  type MatmulAttributes,
  type MatmulOptions,
  type MatmulProblem,
} from './matmul-shape.ts';
import { isPitched } from './pack-kernel.ts';
import { patchGradientKernels } from './patch-gradient-kernels.ts';
import { PATCHES } from './patches.ts';
import { pad } from './slice.ts';
import { transpose } from './transpose.ts';

const PLAIN: MatmulAttributes = {
  transposeA: false,
  transposeB: false,
  homogeneous: false,
  scale: 1,
  dropLastRowOfB: false,
  activation: 'none',
};

function problemOf([a, b]: readonly Tensor[], attributes: MatmulAttributes): MatmulProblem {
  const { transposeA, transposeB, homogeneous, dropLastRowOfB, scale, activation } = attributes;
  const [left, right] = [a!.shape, b!.shape];
  if (left.length !== 2 || right.length !== 2) {
    throw new ShapeError(`matmul: expected two matrices, got ${formatShape(left)} and ${formatShape(right)}; reshape to two axes`);
  }
  const columnsOfA = left[1]! + (homogeneous ? 1 : 0);
  const rowsOfB = right[0]! - (dropLastRowOfB ? 1 : 0);
  const [m, k] = transposeA ? [columnsOfA, left[0]!] : [left[0]!, columnsOfA];
  const [inner, n] = transposeB ? [right[1]!, rowsOfB] : [rowsOfB, right[1]!];
  if (k !== inner) {
    throw new ShapeError(
      `matmul: expected B with ${k} ${transposeB ? 'columns' : 'rows'} for A ${formatShape(left)}${homogeneous ? ' and its column of ones' : ''}, got ${formatShape(right)}; make the inner extents equal or transpose one`,
    );
  }
  return { m, n, k, transposeA, transposeB, homogeneous, scale, activation };
}

const record: (inputs: readonly [Tensor, Tensor], attributes: MatmulAttributes) => Tensor = defineOp<MatmulAttributes>({
  name: 'matmul',
  shape: (inputs, attributes) => {
    const { m, n } = problemOf(inputs, attributes);
    return [m, n];
  },
  lower: (context, inputs, output, attributes) =>
    matmulKernels(context, problemOf(inputs, attributes), { a: inputs[0]!, b: inputs[1]!, c: output }),
  vjp: (cotangent, [a, b], _, attributes) => [cotangentOfA(cotangent, b!, attributes), cotangentOfB(cotangent, a!, attributes)],
  jvp: ([ofA, ofB], [a, b], _, attributes) => {
    const left = ofA ? tangentByA(ofA, b!, attributes) : null;
    const right = ofB ? record([a!, ofB], attributes) : null;
    return left && right ? add(left, right) : (left ?? right);
  },
  fuse: (attributes, activation) => ({ ...attributes, activation: activationNamed(activation) }),
  wayAround: (facts, inputs, _, attributes) => aroundPatches(facts, inputs, attributes),
  made: PRODUCTS,
});

/** Reads what a window shows from the images themselves, where the adapter's kernels can and the product is large enough to be worth it. */
function aroundPatches(
  { family }: AdapterFacts,
  [a, b]: readonly Tensor[],
  attributes: MatmulAttributes,
): WayAround<MatmulAttributes> | null {
  const made = PATCHES.of(a!);
  const { transposeA, transposeB, homogeneous, dropLastRowOfB } = attributes;
  const { m, n, k } = problemOf([a!, b!], attributes);
  if (family !== 'subgroup-4' || made === null || transposeB || m * n * k <= SMALL_PRODUCT) return null;
  const stored = made.node.output.shape.at(-1)!;
  if (a!.shape[1] !== stored || (transposeA && (!isPitched(n) || dropLastRowOfB))) return null;
  const inputs = [made.node.inputs[0]!, b!];
  const windowed = made.attributes;
  // Sums of parts would meet the activation one by one.
  if (transposeA && attributes.activation !== 'none') return null;
  return {
    past: made.node,
    inputs,
    lower: (context, [images, other], result, { scale, activation }) =>
      transposeA
        ? patchGradientKernels(context, { ...windowed, n, homogeneous, scale }, { images: images!, gradients: other!, result })
        : convolveKernels(
            context,
            {
              ...{ ...windowed, n, scale, activation },
              ...{ weightAt: (column) => column * n, columnStride: 1, biasAt: homogeneous ? stored * n : null },
            },
            { images: images!, weight: other!, result },
          ),
  };
}

/** scale·G·op(B)ᵀ or its transpose; the bias row of B, or the row of column sums of G, is left out. */
function cotangentOfA(cotangent: Tensor, b: Tensor, attributes: MatmulAttributes): Tensor {
  const { transposeA, transposeB, homogeneous, dropLastRowOfB, scale } = attributes;
  if (transposeA) return record([b, cotangent], { ...PLAIN, scale, transposeA: transposeB, transposeB: true, dropLastRowOfB: homogeneous });
  return record([cotangent, b], { ...PLAIN, scale, transposeB: !transposeB, dropLastRowOfB: homogeneous || dropLastRowOfB });
}

/** scale·op(Ā)ᵀ·G or its transpose; a row of B that took no part receives zeros. */
function cotangentOfB(cotangent: Tensor, a: Tensor, attributes: MatmulAttributes): Tensor {
  const { transposeA, transposeB, homogeneous, dropLastRowOfB, scale } = attributes;
  const used = transposeB
    ? record([cotangent, a], { ...PLAIN, scale, transposeA: true, transposeB: transposeA })
    : record([a, cotangent], { ...PLAIN, scale, transposeA: !transposeA, homogeneous });
  return dropLastRowOfB ? pad(used, 0, 0, 1) : used;
}

/** The column of ones does not move: it adds nothing, or a row of zeros. */
function tangentByA(tangent: Tensor, b: Tensor, attributes: MatmulAttributes): Tensor {
  const { transposeA, homogeneous } = attributes;
  if (!homogeneous) return record([tangent, b], attributes);
  const moving = { ...attributes, homogeneous: false };
  return transposeA ? pad(record([tangent, b], moving), 0, 0, 1) : record([tangent, b], { ...moving, dropLastRowOfB: true });
}

function activationNamed(name: string): Activation {
  const found = ACTIVATIONS.find((activation) => activation === name);
  if (found === undefined) {
    throw new ShapeError(`matmul: expected an activation of ${ACTIVATIONS.join(', ')}, got ${name}; apply it as an operation of its own`);
  }
  return found;
}

/**
 * `scale·op(A)·op(B)` of matrices, `[M, K]·[K, N] → [M, N]` after transposition.
 * @throws ShapeError for other than two axes or inner extents that differ.
 */
export function matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
  // A homogeneous A with B transposed has no transposed kernel in its derivatives; B is rarely stored so.
  if (options.homogeneous && options.transposeB) return matmul(a, transpose(b), { ...options, transposeB: false });
  return record([a, b], { ...PLAIN, ...options });
}
