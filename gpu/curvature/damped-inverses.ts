import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { inverseFreeKernels } from '../linalg/inverse-free-kernels.ts';
import type { MatrixSlot } from '../linalg/matrix-batch.ts';
import { newtonSchulzKernels } from '../linalg/newton-schulz-kernels.ts';
import { residualKernels, rowsOf } from '../linalg/residual-kernels.ts';
import { spdInverseKernels } from '../linalg/spd-inverse-kernels.ts';
import { randomSigns } from '../ops/random.ts';
import { slice } from '../ops/slice.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { dampingShifts } from './damping-shifts.ts';
import { matricesOf, type FactorLayout } from './factor-layout.ts';
import { identities } from './identities.ts';
import type { InverseSettings } from './inverse-settings.ts';
import { refreshShares, type RefreshShare } from './refresh-schedule.ts';

/** Keeps the signs of the residual's probe apart from all other random numbers. */
const PROBE = 3;
/** Newton–Schulz is tried below this residual: the mean square of what must be below 1 in every direction. */
const IMPROVABLE = 0.5;

/** What a refresh inverts and what its random signs are keyed by. */
export interface RefreshInputs {
  /** Flat averages of all matrices. */
  readonly factors: Tensor;
  /** f32 `[1]`, λ + η. */
  readonly strength: Tensor;
  /** u32 `[2]`: step, seed. */
  readonly counter: Tensor;
}

/** Inverses of all damped matrices of a model. A matrix that cannot be inverted keeps its last good inverse. */
export class DampedInverses {
  /** Flat, laid out like the factors; identities at first. */
  readonly inverses: Variable;
  /** `[matrices]` what damping adds to each diagonal, the ladder included. */
  readonly shifts: Variable;
  /** u32 `[matrices]` 0, or 1 + the row of the pivot at which the last inversion failed. */
  readonly status: Variable;
  /** u32 `[matrices]` times the shift was grown ×10 by the last inversion. */
  readonly rungs: Variable;
  /** `[matrices]` estimates of ‖I − ÂX‖_F / √n as the last refresh left them. */
  readonly residuals: Variable;
  /** u32 `[matrices]` what the last refresh did: 0 inverted; 1 nothing, the inverse was good enough; 2 improved it. */
  readonly kept: Variable;
  /**
   * u32 `[matrices + 1, 2]` pairs: the step at which the inverse in use was made, refreshes in a row that failed; the last
   * pair: rungs climbed and inverses kept for want of a new one, since the start.
   */
  readonly history: Variable;
  /** What is refreshed together; each has a section of the step. */
  readonly shares: readonly RefreshShare[];
  /** All of them. */
  readonly whole: RefreshShare;
  readonly #layout: FactorLayout;
  readonly #settings: InverseSettings;
  readonly #gates: Variable;
  /** K and m_K of the inverse-free method. */
  readonly #followers: { readonly roots: Variable; readonly momenta: Variable } | null;

  constructor(state: State, layout: FactorLayout, settings: InverseSettings) {
    this.#layout = layout;
    this.#settings = settings;
    this.shares = refreshShares(layout, settings.refresh);
    this.whole = { section: 'all inverses', blocks: layout.blocks };
    const count = layout.matrices.length;
    this.inverses = state.variable('inverses', [layout.size], identities(layout.matrices, layout.size));
    this.shifts = state.variable('damping shifts', [count]);
    this.status = state.variable('inversion status', [count], 'u32');
    this.rungs = state.variable('ladder rungs', [count], 'u32');
    this.residuals = state.variable('inverse residuals', [count]);
    this.kept = state.variable('kept inverses', [count], 'u32');
    this.history = state.variable('inverse history', [count + 1, 2], 'u32');
    this.#gates = state.variable('inverse gates', [count], 'u32');
    this.#followers =
      settings.method.kind === 'inverse-free'
        ? {
            roots: state.variable('inverse roots', [layout.size], identities(layout.matrices, layout.size)),
            momenta: state.variable('inverse momenta', [layout.size]),
          }
        : null;
  }

  /** The matrices that are inverted. */
  get matrices(): readonly MatrixSlot[] {
    return this.#layout.matrices;
  }

  /** Places of the matrices of a share. */
  matricesOf({ blocks }: RefreshShare): readonly number[] {
    return blocks.flatMap(matricesOf).map((matrix) => this.#layout.matrices.indexOf(matrix));
  }

  /** Damps and inverts the matrices of a share as the settings say, and estimates their residuals. */
  refresh(graph: Graph, inputs: RefreshInputs, share: RefreshShare): void {
    const chosen = this.matricesOf(share);
    if (chosen.length === 0) return;
    const { method, refresh, floor } = this.#settings;
    const shifts = graph.read(this.shifts);
    dampingShifts(graph, this.#layout.matrices, share.blocks, { ...inputs, shifts, floor });
    const signs = randomSigns(inputs.counter, [rowsOf(this.#layout.matrices)], PROBE);
    if (refresh.kind === 'adaptive' || method.kind === 'newton-schulz') {
      this.#probe(graph, inputs.factors, signs, chosen);
      this.#choose(graph, chosen);
    }
    if (method.kind === 'inverse-free') this.#follow(graph, inputs.factors, chosen);
    else this.#invert(graph, inputs.factors, chosen);
    this.#probe(graph, inputs.factors, signs, chosen);
  }

  /** The place of a matrix among the shifts; −1 where it is not inverted. */
  shiftIndex(matrix: MatrixSlot): number {
    return this.#layout.matrices.indexOf(matrix);
  }

  /** What damping adds to the diagonal of one matrix, `[1]`. */
  readShift(graph: Graph, matrix: MatrixSlot): Tensor {
    const { matrices } = this.#layout;
    return slice(graph.read(this.shifts), 0, matrices.indexOf(matrix), 1);
  }

  /** The inverse of one matrix, `[size, size]`. */
  read(graph: Graph, { offset, size }: MatrixSlot): Tensor {
    return graph.read(this.inverses, [size, size], offset);
  }

  #invert(graph: Graph, factors: Tensor, chosen: readonly number[]): void {
    const { method } = this.#settings;
    const problem = { matrices: this.#layout.matrices, chosen };
    const [inverses, shifts, status, rungs] = [this.inverses, this.shifts, this.status, this.rungs].map((variable) =>
      graph.read(variable),
    ) as [Tensor, Tensor, Tensor, Tensor];
    const kept = graph.read(this.kept);
    const gates = graph.read(this.#gates);
    if (method.kind === 'newton-schulz') {
      graph.effect({
        name: 'improved inverses',
        reads: [factors, shifts],
        updates: [inverses, status, gates, kept],
        lower: (context) =>
          newtonSchulzKernels(
            context,
            { ...problem, iterations: method.iterations },
            { matrices: factors, shifts, inverses, status, gates, kept },
          ),
      });
    }
    graph.effect({
      name: 'factor inverses',
      reads: [factors, kept],
      updates: [inverses, shifts, status, rungs],
      lower: (context) => spdInverseKernels(context, problem, { matrices: factors, shifts, inverses, status, rungs, kept }),
    });
  }

  #follow(graph: Graph, factors: Tensor, chosen: readonly number[]): void {
    const { method } = this.#settings;
    if (method.kind !== 'inverse-free' || this.#followers === null) return;
    const [inverses, shifts, status, kept] = [this.inverses, this.shifts, this.status, this.kept].map((variable) =>
      graph.read(variable),
    ) as [Tensor, Tensor, Tensor, Tensor];
    const roots = graph.read(this.#followers.roots);
    const momenta = graph.read(this.#followers.momenta);
    graph.effect({
      name: 'followed inverses',
      reads: [factors, shifts, kept],
      updates: [inverses, roots, momenta, status],
      lower: (context) =>
        inverseFreeKernels(
          context,
          { matrices: this.#layout.matrices, chosen, rate: method.rate, momentum: method.momentum },
          { matrices: factors, shifts, inverses, roots, momenta, status, kept },
        ),
    });
  }

  #probe(graph: Graph, factors: Tensor, signs: Tensor, chosen: readonly number[]): void {
    const [inverses, shifts, residuals] = [this.inverses, this.shifts, this.residuals].map((variable) => graph.read(variable)) as [
      Tensor,
      Tensor,
      Tensor,
    ];
    graph.effect({
      name: 'inverse residuals',
      reads: [factors, shifts, inverses, signs],
      updates: [residuals],
      lower: (context) =>
        residualKernels(context, { matrices: this.#layout.matrices, chosen }, { matrices: factors, shifts, inverses, signs, residuals }),
    });
  }

  #choose(graph: Graph, chosen: readonly number[]): void {
    const { method, refresh } = this.#settings;
    const residuals = graph.read(this.residuals);
    const status = graph.read(this.status);
    const kept = graph.read(this.kept);
    const gates = graph.read(this.#gates);
    graph.effect({
      name: 'choice of inverses',
      reads: [residuals, status],
      updates: [kept, gates],
      lower: (context) => [
        {
          shader: 'curvature/choose-inverses.wgsl',
          overrides: {
            KEPT_BELOW: refresh.kind === 'adaptive' ? refresh.residual : 0,
            IMPROVED_BELOW: method.kind === 'newton-schulz' ? IMPROVABLE : 0,
          },
          bindings: [
            read(context.constant(Uint32Array.from(chosen), 'refreshed matrices')),
            read(residuals),
            read(status),
            readWrite(kept),
            readWrite(gates),
          ],
          workgroups: [1, 1, 1],
        },
      ],
    });
  }
}
