import { defineOp } from '../graph/define-op.ts';
import type { GraphLowering, Operand } from '../graph/node.ts';
import type { Tensor } from '../graph/tensor.ts';
import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import { add } from './binary.ts';
import { contractionLayout, labelledExtents, parseContraction, type ContractionLabels, type ContractionLayout } from './contract-shape.ts';

interface ContractAttributes {
  readonly spec: string;
  readonly labels: ContractionLabels;
  readonly scale: number;
}

const INVOCATIONS = 16;

/** Rows and columns of the result an invocation makes, by scalar loads and by vectors. */
const GENERAL_TILE = 4;
const VECTOR_TILE = 8;

function lowerContract(
  context: GraphLowering,
  [a, b]: readonly [Tensor, Tensor],
  output: Tensor,
  attributes: ContractAttributes,
): Kernel<Operand>[] {
  const { spec, labels, scale } = attributes;
  const layout = contractionLayout(labels, labelledExtents(spec, labels, a.shape, b.shape));
  const { batches, m, n, fastest } = layout;
  if (batches * m * n === 0) return [];
  if (fastest.result === 'rows') {
    return lowerContract(context, [b, a], output, { ...attributes, labels: { ...labels, a: labels.b, b: labels.a } });
  }
  const byFour =
    fastest.a !== null && fastest.b !== null && fastest.result !== null && [a, b, output].every(({ shape }) => shape.at(-1)! % 4 === 0);
  const tile = byFour ? VECTOR_TILE : GENERAL_TILE;
  const shape = context.constant(shapeWords(layout, scale, byFour ? 4 : 1), 'contraction');
  return [
    {
      shader: byFour ? 'contract/vector.wgsl' : 'contract/general.wgsl',
      ...(byFour ? { consts: { A_BY_STEPS: Number(fastest.a === 'steps'), B_BY_STEPS: Number(fastest.b === 'steps') } } : {}),
      bindings: [read(a), read(b), readWrite(output), read(shape)],
      workgroups: spread(Math.ceil((batches * Math.ceil(m / tile) * Math.ceil(n / tile)) / INVOCATIONS)),
    },
  ];
}

/** The words of `Contraction` in `shaders/contract/contraction.wgsl`; offsets count `unit` elements. */
function shapeWords({ batches, m, n, k, offsets }: ContractionLayout, scale: number, unit: number): Uint32Array {
  const words = new Uint32Array(8 + 4 * offsets.length);
  words.set([batches, m, n, k]);
  new Float32Array(words.buffer).set([scale], 4);
  for (const [index, place] of offsets.entries()) {
    words.set(
      place.map((offset) => Math.floor(offset / unit)),
      8 + 4 * index,
    );
  }
  return words;
}

const record: (inputs: readonly [Tensor, Tensor], attributes: ContractAttributes) => Tensor = defineOp<ContractAttributes>({
  name: 'contract',
  shape: ([a, b], { spec, labels }) => {
    const extents = labelledExtents(spec, labels, a!.shape, b!.shape);
    return labels.result.map((label) => extents.get(label)!);
  },
  lower: (context, [a, b], output, attributes) => lowerContract(context, [a!, b!], output, attributes),
  vjp: (cotangent, [a, b], _, { labels, scale }) => {
    const [left, right, result] = [labels.a.join(''), labels.b.join(''), labels.result.join('')];
    return [
      contract(cotangent, b!, `${result},${right}->${left}`, { scale }),
      contract(a!, cotangent, `${left},${result}->${right}`, { scale }),
    ];
  },
  jvp: ([ofA, ofB], [a, b], _, attributes) => {
    const left = ofA ? record([ofA, b!], attributes) : null;
    const right = ofB ? record([a!, ofB], attributes) : null;
    return left && right ? add(left, right) : (left ?? right);
  },
});

/**
 * `scale·Σ a·b` over the axes whose labels both operands have and the result lacks; labels in all three name a batch. For
 * example `contract(q, k, 'nihd,njhd->nhij')` is QKᵀ of each head, and `contract(x, g, 'nti,nto->nio')` the gradient of
 * each example.
 * @throws ShapeError when a label stands in one place alone, or an axis has two extents.
 */
export function contract(a: Tensor, b: Tensor, spec: string, { scale = 1 }: { readonly scale?: number } = {}): Tensor {
  return record([a, b], { spec, labels: parseContraction(spec), scale });
}
