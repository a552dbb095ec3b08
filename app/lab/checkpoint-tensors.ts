import type { FactorLayout } from '../../gpu/curvature/factor-layout.ts';
import type { Variable } from '../../gpu/graph/state.ts';
import { formatShape, sameShape, sizeOf, type Shape } from '../../gpu/graph/tensor.ts';
import type { MatrixSlot } from '../../gpu/linalg/matrix-batch.ts';
import type { MomentLayout } from '../../gpu/nn/moments.ts';
import type { ParameterLayout } from '../../gpu/nn/parameters.ts';
import { DataError } from './datasets/data-source.ts';
import { show } from './describe-issue.ts';
import type { StoredTensor } from './files/safetensors.ts';
import { unreachable } from './unreachable.ts';

export type NamedTensor = readonly [name: string, tensor: StoredTensor];

/** How flat variables are cut into the tensors of layers. */
export interface StateLayout {
  readonly parameters: ParameterLayout;
  /** Null for a model that does not normalise over the batch. */
  readonly moments: { readonly averages: Variable; readonly layout: MomentLayout } | null;
  /** Null where the optimiser keeps no factors. */
  readonly curvature: {
    readonly layout: FactorLayout;
    /** Variables laid out like the factors, each with what its tensors' names end in: nothing, ` inverse`, … */
    readonly flat: ReadonlyMap<Variable, string>;
  } | null;
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

const OTHER_ARM = 'take a checkpoint of the same model and optimiser';

/**
 * The tensors a variable is written as, so that readers need no layout of ours: factors, inverses and eigenvectors as one tensor a
 * matrix (`dense 1.A`, `dense 1.G inverse`, `dense 1.A.0` where a side is cut), what is as long as the parameters as one a layer
 * (`dense 1.weight`, `dense 1.velocity`), running averages as a mean and a variance a layer (`norm 1.running mean`), all else whole, by its label.
 */
export function tensorSlices(variable: Variable, { parameters, moments, curvature }: StateLayout): readonly TensorSlice[] {
  const { label, shape, dtype } = variable;
  const ending = curvature?.flat.get(variable);
  if (curvature !== null && ending !== undefined) return matrixSlices(curvature.layout, ending);
  if (moments !== null && variable === moments.averages) return momentSlices(moments.layout);
  if (dtype === 'f32' && sameShape(shape, [parameters.size])) {
    const suffix = label === 'parameters' ? 'weight' : label;
    return parameters.slices.map((slice) => ({ ...slice, name: `${slice.name}.${suffix}` }));
  }
  return [wholeSlice(variable)];
}

function wholeSlice({ label, shape }: Variable): TensorSlice {
  return { name: label, shape, offset: 0 };
}

function momentSlices({ slices }: MomentLayout): readonly TensorSlice[] {
  return slices.flatMap(({ name, channels, mean, variance }) => [
    { name: `${name}.running mean`, shape: [channels], offset: mean },
    { name: `${name}.running variance`, shape: [channels], offset: variance },
  ]);
}

function matrixSlices({ blocks }: FactorLayout, suffix: string): readonly TensorSlice[] {
  const slice = (name: string, { offset, size }: MatrixSlot): TensorSlice => ({ name: `${name}${suffix}`, shape: [size, size], offset });
  const side = (name: string, parts: readonly MatrixSlot[]): TensorSlice[] =>
    parts.map((part, index) => slice(parts.length === 1 ? name : `${name}.${index}`, part));
  return blocks.flatMap((block) => {
    const { name } = block.slice;
    switch (block.kind) {
      case 'kronecker':
      case 'tied':
        return [...side(`${name}.A`, block.a), ...side(`${name}.G`, block.g)];
      case 'embedding':
        return side(`${name}.G`, block.g);
      case 'channels':
        return side(`${name}.F`, block.channels);
      case 'full':
        return [slice(`${name}.F`, block.f)];
      case 'diagonal':
        return [];
      default:
        return unreachable(block);
    }
  });
}

/** A variable's content, cut into its tensors; whole where cutting would lose something that lies between them. */
export function cutVariable(variable: Variable, bytes: Uint8Array<ArrayBuffer>, layout: StateLayout): readonly NamedTensor[] {
  const slices = tensorSlices(variable, layout);
  const between = new Float32Array(bytes.slice(0, 4 * sizeOf(variable.shape)).buffer);
  for (const { shape, offset } of slices) between.fill(0, offset, offset + sizeOf(shape));
  // Updates leave −0 there, which is as good.
  const kept = between.every((value) => value === 0) ? slices : [wholeSlice(variable)];
  return kept.map(({ name, shape, offset }) => [
    name,
    { dtype: storedType(variable), shape, bytes: bytes.subarray(4 * offset, 4 * (offset + sizeOf(shape))) },
  ]);
}

/**
 * A variable's content, joined from its tensors bit for bit.
 * @param finite whether NaN and infinity are refused
 * @throws DataError naming the tensor: missing, of another type or shape, or not finite.
 */
export function joinVariable(variable: Variable, source: TensorSource, layout: StateLayout, finite: boolean): Float32Array | Uint32Array {
  const dtype = storedType(variable);
  const bytes = new Uint8Array(4 * sizeOf(variable.shape));
  const slices = source.tensors.has(variable.label) ? [wholeSlice(variable)] : tensorSlices(variable, layout);
  for (const { name, shape, offset } of slices) {
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
  const variable: Variable = { label: 'parameters', shape: [parameters.size], dtype: 'f32' };
  return joinVariable(variable, source, { parameters, moments: null, curvature: null }, true) as Float32Array;
}

function storedType({ dtype }: Variable): 'F32' | 'U32' {
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
