import type { LoweredNode } from './optimise.ts';
import { tensorsReadBy } from './optimise.ts';
import type { Variable } from './state.ts';
import { rootOf, sizeOf, type Tensor } from './tensor.ts';

/** Elements `[start, end)` of a variable. */
interface Slice {
  readonly variable: Variable;
  readonly start: number;
  readonly end: number;
}

/** A store that may be replaced by letting the value be born in the target. */
interface Candidate {
  readonly value: Tensor;
  readonly slice: Slice;
  readonly birth: number;
  readonly store: number;
}

type Placed = ReadonlyMap<Tensor, Tensor>;

/**
 * For every value that a store may let be born in its target: value → target. Allowed where the value is the result
 * of an operation in the same section, nothing else touches the target from the birth to the store, nothing overwrites
 * it before the value's last reader, and no dispatch would read and write the target's buffer, which WebGPU forbids
 * even for ranges that are apart.
 */
export function placeStores(nodes: readonly LoweredNode[], repeats: ReadonlyMap<string, number>): Placed {
  const bornAt = new Map<Tensor, number>();
  for (const [index, { result }] of nodes.entries()) if (result !== null) bornAt.set(result, index);
  const placed = new Map<Tensor, Tensor>();
  for (const [store, { node }] of nodes.entries()) {
    if (node.kind !== 'store') continue;
    const value = rootOf(node.value);
    const birth = bornAt.get(value);
    if (birth === undefined || placed.has(value) || nodes[birth]!.node.section !== node.section) continue;
    const slice = sliceOf(node.target, placed);
    if (slice !== null && mayBeBorn({ value, slice, birth, store }, nodes, placed, repeats)) placed.set(value, node.target);
  }
  return placed;
}

function mayBeBorn(
  { value, slice, birth, store }: Candidate,
  nodes: readonly LoweredNode[],
  placed: Placed,
  repeats: ReadonlyMap<string, number>,
): boolean {
  const reads = nodes.map(({ node }) => tensorsReadBy(node));
  const isReader = (index: number): boolean => index !== store && reads[index]!.some((tensor) => rootOf(tensor) === value);
  const lastReader = lastUse(
    nodes,
    nodes.findLastIndex((_, index) => isReader(index)),
    birth,
    repeats,
  );
  for (let index = birth; index < Math.max(store, lastReader + 1); index++) {
    if (index === store) continue;
    const elided = isElided(nodes[index]!, placed);
    const others = reads[index]!.filter((tensor) => rootOf(tensor) !== value && !elided).flatMap((tensor) => sliceOf(tensor, placed) ?? []);
    const writes = writesOf(nodes[index]!, placed);
    const sameBuffer = ({ variable }: Slice): boolean => variable === slice.variable;
    if (index === birth && others.some(sameBuffer)) return false;
    if (isReader(index) && writes.some(sameBuffer)) return false;
    if (index < store && others.some((other) => overlap(other, slice))) return false;
    if (index > birth && writes.some((written) => overlap(written, slice))) return false;
  }
  return true;
}

/** The end of the repeated section that a reader stands in, whose further turns read again what was born before it; else the reader. */
function lastUse(nodes: readonly LoweredNode[], reader: number, birth: number, repeats: ReadonlyMap<string, number>): number {
  const section = nodes[reader]?.node.section;
  if (section === undefined || !repeats.has(section) || section === nodes[birth]!.node.section) return reader;
  return nodes.findLastIndex(({ node }) => node.section === section);
}

/** Whether a store costs nothing because its value is born in its target. */
function isElided({ node }: LoweredNode, placed: Placed): boolean {
  return node.kind === 'store' && placed.get(rootOf(node.value)) === node.target;
}

function writesOf(lowered: LoweredNode, placed: Placed): Slice[] {
  const { node, result } = lowered;
  if (isElided(lowered, placed)) return [];
  const written = node.kind === 'op' ? [result!] : node.kind === 'store' ? [node.target] : node.updates;
  return written.flatMap((tensor) => sliceOf(tensor, placed) ?? []);
}

function sliceOf(tensor: Tensor, placed: Placed): Slice | null {
  const root = rootOf(tensor);
  const { origin, shape } = placed.get(root) ?? root;
  return origin.kind === 'variable' ? { variable: origin.variable, start: origin.offset, end: origin.offset + sizeOf(shape) } : null;
}

function overlap(a: Slice, b: Slice): boolean {
  return a.variable === b.variable && a.start < b.end && b.start < a.end;
}

/** The variable whose memory a tensor shows, if any. */
export function variableOf(tensor: Tensor): Variable | null {
  const { origin } = rootOf(tensor);
  return origin.kind === 'variable' ? origin.variable : null;
}
