import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { EffectNode } from '../graph/node.ts';
import { sizeOf, type Tensor } from '../graph/tensor.ts';
import { PATCHES } from '../ops/patches.ts';
import { read, readWrite } from '../runtime/kernel.ts';

/** Tensors one dispatch looks at. */
const TENSORS = 4;
const ELEMENTS_PER_WORKGROUP = 4_096;

/**
 * Decides whether the signals of a batch may enter the averages: none may be NaN, infinite, or so large that its square
 * is beyond 10³⁰. What once entered an average would stay in it.
 */
export class Admission {
  /** u32 `[1]`: 0 while all that was examined is fine; who acts on it sets it back. */
  readonly verdict: Variable;
  /** The health of a step that no guard watches: u32 `[2]`, always fine. */
  readonly fine: Variable;

  constructor(state: State) {
    this.verdict = state.variable('admission', [1], 'u32');
    this.fine = state.variable('unwatched health', [2], Uint32Array.of(0xffff_ffff, 0));
  }

  /** Looks at tensors on their bits, several in a dispatch. */
  examine(graph: Graph, tensors: readonly Tensor[]): void {
    const verdict = graph.read(this.verdict);
    for (let start = 0; start < tensors.length; start += TENSORS) {
      const some = tensors.slice(start, start + TENSORS);
      graph.effect({
        name: 'admission',
        reads: some,
        updates: [verdict],
        lower: lookAt(some, verdict),
        // Patches show nothing but pixels of their images; where nothing else needs them, they are not made to be looked at.
        wayAround({ family }) {
          const shown = some.map((tensor) => PATCHES.of(tensor)?.node ?? null);
          if (family !== 'subgroup-4' || shown.every((node) => node === null)) return null;
          const reads = some.map((tensor, index) => shown[index]?.inputs[0] ?? tensor);
          return { past: shown.filter((node) => node !== null), reads, lower: lookAt(reads, verdict) };
        },
      });
    }
  }
}

function lookAt(tensors: readonly Tensor[], verdict: Tensor): EffectNode['lower'] {
  const groups = Math.max(...tensors.map(({ shape }) => Math.ceil(sizeOf(shape) / ELEMENTS_PER_WORKGROUP)));
  // Places without a tensor of their own show the first, which the count leaves out.
  const bound = Array.from({ length: TENSORS }, (_, index) => tensors[index] ?? tensors[0]!);
  return () => [
    {
      shader: 'curvature/admission.wgsl',
      overrides: { TENSORS: tensors.length },
      bindings: [...bound.map((tensor) => read(tensor)), readWrite(verdict)],
      workgroups: [groups, 1, 1],
    },
  ];
}
