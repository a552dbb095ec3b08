import type { Graph } from '../graph/graph.ts';
import { alignSlice, type Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { meanGradient } from '../nn/site-gradients.ts';
import type { Site, TimeSeries } from '../nn/site.ts';
import { slice } from '../ops/slice.ts';
import type { Signals } from './block.ts';
import type { DampedInverses } from './damped-inverses.ts';
import type { KroneckerLayout, SideMatrix } from './factor-layout.ts';
import { KroneckerBlock } from './kronecker-block.ts';
import { LagMoments } from './lag-moments.ts';
import { Pencils, type PencilSides } from './pencils.ts';
import type { PreconditionRoute } from './precondition.ts';
import type { RepresentationParts } from './representation.ts';

/**
 * A recurrent weight whose gradient is a sum of w_t = ā_t ⊗ g_t over T time steps that make a chain, w_t = Ψ w_{t−1} + ε with
 * Ψ = V₁ V₀⁻¹ = Ψ_A ⊗ Ψ_G, so that F = Σ_{|d|<T} (T − |d|) V_d, V_d = Ψ^d V₀ (Martens, Ba & Johnson 2018, §3.5). A ⊗ G, expanded, is
 * T V₀ and damped as ever; with Ψ = 0 it is all of F. Time enters by ratios to it, so nothing else is scaled by T.
 */
export abstract class ChainBlock extends KroneckerBlock {
  readonly series: TimeSeries;
  /** The factors where they lie in the flat tensors of this block alone. */
  readonly sides: PencilSides;
  /** Of the damped factors, and the terms by which the chain goes beyond them. */
  readonly pencils: Pencils;
  protected readonly moments: LagMoments;
  /** What gradients are divided by in K_A and K_G, `[inputs + 1, outputs]`. */
  protected readonly divisors: Variable;
  readonly #factors: Variable;
  readonly #inverses: DampedInverses;
  readonly #origin: number;
  /** Elements of a flat tensor of this block alone. */
  protected readonly length: number;

  constructor(layout: KroneckerLayout, { state, factors }: RepresentationParts, inverses: DampedInverses, series: TimeSeries) {
    super(layout, factors, inverses);
    this.series = series;
    this.#factors = factors;
    this.#inverses = inverses;
    this.#origin = layout.a[0]!.offset;
    const last = layout.g.at(-1)!;
    this.length = alignSlice(last.offset + last.size ** 2) - this.#origin;
    const own = (part: SideMatrix): SideMatrix => ({ ...part, offset: part.offset - this.#origin });
    this.sides = { a: layout.a.map(own), g: layout.g.map(own) };
    const { name, shape } = layout.slice;
    this.moments = new LagMoments(state, name, this.sides, series);
    this.pencils = new Pencils(state, this.matrices, this.length, name);
    this.divisors = state.variable(`${name} divisors`, shape);
  }

  protected get matrices(): readonly SideMatrix[] {
    return [...this.sides.a, ...this.sides.g];
  }

  override updateInputs(graph: Graph, site: Site, coefficients: Tensor): void {
    super.updateInputs(graph, site, coefficients);
    this.moments.updateInputs(graph, site, coefficients);
  }

  override updateGradients(graph: Graph, signals: Signals, coefficients: Tensor): void {
    super.updateGradients(graph, signals, coefficients);
    this.moments.updateGradients(graph, signals, coefficients);
  }

  /** Renews what the chain makes of the factors, damped as their inverses were. */
  refresh(graph: Graph): void {
    const { layout, matrices } = this;
    const shifts = slice(graph.read(this.#inverses.shifts), 0, this.#inverses.shiftIndex(layout.a[0]!), matrices.length);
    this.pencils.factorise(graph, graph.read(this.#factors, [this.length], this.#origin), shifts);
    for (const matrix of matrices) this.setTerm(graph, matrix);
    this.pencils.solve(graph);
    this.divide(graph, graph.read(this.divisors));
  }

  override route(): PreconditionRoute {
    return 'gradient';
  }

  override preconditionSignals(graph: Graph, { site, gradients }: Signals): Tensor {
    return this.preconditionGradient(graph, meanGradient(site, gradients));
  }

  /** Tells the pencils of the term of one factor. */
  protected abstract setTerm(graph: Graph, matrix: SideMatrix): void;

  /** Renews the divisors from the spectra of the terms. */
  protected abstract divide(graph: Graph, divisors: Tensor): void;
}
