import { sizeOf, type Shape } from '../graph/tensor.ts';
import { labelledExtents, parseContraction } from '../ops/contract-shape.ts';
import { contract } from '../ops/contract.ts';
import type { OpCase } from './op-case.ts';
import { sumBound } from './tolerances.ts';

interface Contraction {
  readonly spec: string;
  readonly shapes: readonly [Shape, Shape];
  readonly scale?: number;
}

/** By vectors of every kind, swapped and not, and by scalars; whole tiles and ragged ones; nothing to sum, or nothing at all. */
const CONTRACTIONS: readonly Contraction[] = [
  {
    spec: 'ik,jk->ij',
    shapes: [
      [1, 1],
      [1, 1],
    ],
  },
  {
    spec: 'ik,kj->ij',
    shapes: [
      [2, 3],
      [3, 4],
    ],
    scale: -0.5,
  },
  {
    spec: 'ik,kj->ji',
    shapes: [
      [3, 2],
      [2, 3],
    ],
  },
  {
    spec: 'nihk,njhk->nhij',
    shapes: [
      [2, 2, 1, 3],
      [2, 1, 1, 3],
    ],
    scale: 0.25,
  },
  {
    spec: 'nti,nto->nio',
    shapes: [
      [1, 3, 4],
      [1, 3, 4],
    ],
  },
  {
    spec: 'ijn,jkn->ikn',
    shapes: [
      [2, 2, 2],
      [2, 1, 2],
    ],
  },
  {
    spec: 'nk,nk->n',
    shapes: [
      [3, 4],
      [3, 4],
    ],
  },
  {
    spec: 'ni,nj->nij',
    shapes: [
      [2, 4],
      [2, 4],
    ],
  },
  { spec: 'i,j->ij', shapes: [[3], [2]] },
  {
    spec: 'nyxc,kyx->nck',
    shapes: [
      [1, 2, 2, 3],
      [2, 2, 2],
    ],
  },
  {
    spec: 'nik,njk->nij',
    shapes: [
      [0, 2, 3],
      [0, 2, 3],
    ],
  },
  {
    spec: 'ik,jk->ij',
    shapes: [
      [2, 0],
      [3, 0],
    ],
  },
  {
    spec: 'nihk,njhk->nhij',
    shapes: [
      [2, 13, 3, 20],
      [2, 12, 3, 20],
    ],
  },
  {
    spec: 'nihk,njhk->nhji',
    shapes: [
      [2, 20, 3, 8],
      [2, 9, 3, 8],
    ],
  },
  {
    spec: 'nhij,njhk->nihk',
    shapes: [
      [3, 2, 17, 16],
      [3, 16, 2, 12],
    ],
  },
  {
    spec: 'nhij,nihk->njhk',
    shapes: [
      [3, 2, 7, 20],
      [3, 7, 2, 4],
    ],
  },
  {
    spec: 'nti,nto->nio',
    shapes: [
      [3, 5, 16],
      [3, 5, 24],
    ],
    scale: 2,
  },
  {
    spec: 'nihk,njhk->nhij',
    shapes: [
      [2, 11, 3, 5],
      [2, 9, 3, 5],
    ],
  },
  {
    spec: 'nyxc,nyxk->ck',
    shapes: [
      [3, 5, 7, 12],
      [3, 5, 7, 8],
    ],
  },
  {
    spec: 'nyxc,nxyk->nck',
    shapes: [
      [2, 5, 4, 3],
      [2, 4, 5, 6],
    ],
  },
];

/** The sum over all indices, one label after the other. */
function contractReference({ spec, shapes, scale = 1 }: Contraction, a: Float64Array, b: Float64Array): Float64Array {
  const labels = parseContraction(spec);
  const extents = labelledExtents(spec, labels, ...shapes);
  const sizeFrom = (operand: readonly string[], axis: number): number => sizeOf(operand.slice(axis).map((label) => extents.get(label)!));
  const order = [...extents.keys()];
  const [ofA, ofB, ofResult] = [labels.a, labels.b, labels.result].map((operand) =>
    order.map((label) => (operand.includes(label) ? sizeFrom(operand, operand.indexOf(label) + 1) : 0)),
  ) as [number[], number[], number[]];
  const result = new Float64Array(sizeFrom(labels.result, 0));
  const visit = (axis: number, atA: number, atB: number, atResult: number): void => {
    if (axis === order.length) {
      result[atResult]! += scale * a[atA]! * b[atB]!;
      return;
    }
    for (let index = 0; index < extents.get(order[axis]!)!; index++) {
      visit(axis + 1, atA + index * ofA[axis]!, atB + index * ofB[axis]!, atResult + index * ofResult[axis]!);
    }
  };
  visit(0, 0, 0, 0);
  return result;
}

function contractCase(item: Contraction): OpCase {
  const { spec, shapes, scale = 1 } = item;
  const labels = parseContraction(spec);
  const terms = [...labelledExtents(spec, labels, ...shapes)].filter(([label]) => !labels.result.includes(label));
  // One rounding more: the scale.
  const roundings = sizeOf(terms.map(([, extent]) => extent)) + 1;
  return {
    inputs: shapes.map((shape) => ({ shape })),
    apply: ([left, right]) => contract(left!, right!, spec, { scale }),
    reference: ([left, right]) => contractReference(item, left!, right!),
    allowed: ([left, right]) =>
      contractReference({ ...item, scale: Math.abs(scale) }, left!.map(Math.abs), right!.map(Math.abs)).map((magnitude) =>
        sumBound(roundings, magnitude),
      ),
  };
}

export const contractCases: readonly OpCase[] = CONTRACTIONS.map(contractCase);
