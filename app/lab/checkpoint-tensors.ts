import type { FactorLayout } from '../../gpu/curvature/factor-layout.ts';
import type { Variable } from '../../gpu/graph/state.ts';
import { formatShape, sameShape, sizeOf, type Shape } from '../../gpu/graph/tensor.ts';
import type { ParameterLayout } from '../../gpu/nn/parameters.ts';
import { DataError } from './datasets/data-source.ts';
import { show } from './describe-issue.ts';
import type { StoredTensor } from './files/safetensors.ts';

/** How flat variables are cut into the tensors of layers. */
export interface StateLayout {
  readonly parameters: ParameterLayout;
  /** Null where the optimiser keeps no factors. */
  readonly factors: FactorLayout | null;
}

/** Tensors by name, and the file they came from. */
export interface TensorSource {
  readonly file: string;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** A tensor as it lies in a variable. */
export interface TensorSlice {
  readonly name: string;
  readonly shape: Shape;
  /** First element. */
  readonly offset: number;
}

type Kept = Pick<Variable, 'label' | 'shape' | 'dtype'>;

const OTHER_ARM = 'take a checkpoint of the same model and optimiser';

/**
 * The tensors a variable is written as, so that readers need no layout of ours: what is as long as the parameters as one
 * tensor a layer (`dense 1.weight`, `dense 1.velocity`), what is as long as the factors as two (`dense 1.A`, `dense 1.G`,
 * `dense 1.A inverse`), all else whole, by its label. A flat buffer of factors is always longer than one of parameters, since
 * a² + g² ≥ 2ag.
 */
export function tensorSlices({ label, shape, dtype }: Kept, { parameters, factors }: StateLayout): readonly TensorSlice[] {
  if (dtype === 'f32' && sameShape(shape, [parameters.size])) {
    const suffix = label === 'parameters' ? 'weight' : label;
    return parameters.slices.map((slice) => ({ ...slice, name: `${slice.name}.${suffix}` }));
  }
  if (dtype === 'f32' && factors !== null && sameShape(shape, [factors.size])) {
    const suffix = label === 'factors' ? '' : label === 'inverses' ? ' inverse' : ` ${label}`;
    return factors.pairs.flatMap(({ name, a, g }) => [
      { name: `${name}.A${suffix}`, shape: [a.size, a.size], offset: a.offset },
      { name: `${name}.G${suffix}`, shape: [g.size, g.size], offset: g.offset },
    ]);
  }
  return [{ name: label, shape, offset: 0 }];
}

/** A variable's content, cut into its tensors; elements between slices are zeros and are not kept. */
export function cutVariable(
  variable: Kept,
  bytes: Uint8Array<ArrayBuffer>,
  layout: StateLayout,
): readonly (readonly [string, StoredTensor])[] {
  const dtype = storedType(variable);
  return tensorSlices(variable, layout).map(({ name, shape, offset }) => [
    name,
    { dtype, shape, bytes: bytes.subarray(4 * offset, 4 * (offset + sizeOf(shape))) },
  ]);
}

/**
 * A variable's content, joined from its tensors bit for bit.
 * @param finite whether NaN and infinity are refused
 * @throws DataError naming the tensor: missing, of another type or shape, or not finite.
 */
export function joinVariable(variable: Kept, source: TensorSource, layout: StateLayout, finite: boolean): Float32Array | Uint32Array {
  const dtype = storedType(variable);
  const bytes = new Uint8Array(4 * sizeOf(variable.shape));
  for (const { name, shape, offset } of tensorSlices(variable, layout)) {
    const tensor = source.tensors.get(name);
    if (tensor?.dtype !== dtype || !sameShape(tensor.shape, shape)) {
      const got = tensor === undefined ? 'none' : `${tensor.dtype} ${formatShape(tensor.shape)}`;
      throw new DataError(`${source.file}: expected tensor ${show(name)} to be ${dtype} ${formatShape(shape)}, got ${got}`, OTHER_ARM);
    }
    bytes.set(tensor.bytes, 4 * offset);
    if (finite && dtype === 'F32') checkFinite(name, new Float32Array(bytes.buffer, 4 * offset, sizeOf(shape)), source.file);
  }
  return dtype === 'F32' ? new Float32Array(bytes.buffer) : new Uint32Array(bytes.buffer);
}

/** Flat weights of a model from the tensors that name its layers; other tensors may be there too. @throws DataError as `joinVariable`. */
export function joinWeights(source: TensorSource, parameters: ParameterLayout): Float32Array {
  const variable: Kept = { label: 'parameters', shape: [parameters.size], dtype: 'f32' };
  return joinVariable(variable, source, { parameters, factors: null }, true) as Float32Array;
}

function storedType({ dtype }: Kept): 'F32' | 'U32' {
  return dtype === 'f32' ? 'F32' : 'U32';
}

function checkFinite(name: string, values: Float32Array, file: string): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new DataError(
    `${file}: expected tensor ${show(name)} to be finite, got ${values[at]!} at element ${at}`,
    'take a checkpoint from before the arm diverged',
  );
}
