import type { BlockSnapshot, KeptSnapshot, LinkFactorSnapshot, LinkSnapshot } from './arm.ts';
import type {
  DiagonalInspection,
  InspectionEvent,
  KeptInspection,
  LinkFactorInspection,
  LinkInspection,
  MatrixInspection,
} from './inspection-event.ts';
import { heatmap } from './heatmap.ts';
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts';

/** Entries of a diagonal that are told one by one. */
const SORTED_ENTRIES = 1_024;

/** Where a snapshot was taken. */
export type InspectionPlace = Pick<InspectionEvent, 'arm' | 'layer' | 'step'>;

/**
 * Spectra and heatmaps of what one block keeps, in float64. A generator that yields often: the spectrum of a wide layer
 * takes a second, which a session spreads between its training steps.
 */
export function* inspectBlock(place: InspectionPlace, { lambda, kept, link }: BlockSnapshot): Generator<undefined, InspectionEvent> {
  const inspections: KeptInspection[] = [];
  for (const snapshot of kept) inspections.push(yield* inspect(snapshot));
  const [a, g] = kept;
  return { type: 'inspection', ...place, lambda, pi: splitOf(a, g), kept: inspections, link: link && inspectLink(link) };
}

/** π, from what A and G get of the damping; null where they do not share it. */
function splitOf(a: KeptSnapshot | undefined, g: KeptSnapshot | undefined): number | null {
  if (a?.kind !== 'matrix' || g?.kind !== 'matrix' || a.damping === null || g.damping === null) return null;
  return Math.sqrt(a.damping / g.damping);
}

function* inspect(snapshot: KeptSnapshot): Generator<undefined, KeptInspection> {
  switch (snapshot.kind) {
    case 'matrix':
      return yield* inspectMatrix(snapshot);
    case 'identity':
      return snapshot;
    case 'diagonal':
      return inspectDiagonal(snapshot);
  }
}

function* inspectMatrix({ symbol, parts, damping }: Extract<KeptSnapshot, { kind: 'matrix' }>): Generator<undefined, MatrixInspection> {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const eigenvalues = new Float64Array(size);
  // The spectrum of a block diagonal is that of its parts together.
  for (const part of parts) eigenvalues.set(yield* symmetricEigenvalues(part.values, part.size), part.start);
  eigenvalues.sort().reverse();
  return {
    kind: 'matrix',
    symbol,
    size,
    parts: parts.map(({ start, size: side }) => ({ start, size: side })),
    eigenvalues,
    damping,
    condition: conditionOf(eigenvalues, 0),
    dampedCondition: damping === null ? null : conditionOf(eigenvalues, damping),
    heatmap: heatmap(
      size,
      size,
      parts.map(({ start, size: side, values }) => ({ row: start, column: start, rows: side, columns: side, values })),
    ),
  };
}

function inspectDiagonal({ symbol, rows, columns, values, damping }: Extract<KeptSnapshot, { kind: 'diagonal' }>): DiagonalInspection {
  const entries = Float64Array.from(values).sort().reverse();
  const told = Math.min(entries.length, SORTED_ENTRIES);
  return {
    kind: 'diagonal',
    symbol,
    rows,
    columns,
    sorted: Float64Array.from({ length: told }, (_, index) => entries[Math.round((index * (entries.length - 1)) / Math.max(told - 1, 1))]!),
    damping,
    shareUnderDamping: entries.filter((entry) => entry < damping).length / entries.length,
    condition: conditionOf(entries, 0),
    dampedCondition: conditionOf(entries, damping),
    heatmap: heatmap(rows, columns, [{ row: 0, column: 0, rows, columns, values }]),
  };
}

function inspectLink({ origin, factors }: LinkSnapshot): LinkInspection {
  return { origin, factors: factors.map(inspectLinkFactor) };
}

function inspectLinkFactor({ symbol, rows, columns, psi, explained }: LinkFactorSnapshot): LinkFactorInspection {
  return {
    symbol,
    rows,
    columns,
    // What rounding made negative is nothing, as the preconditioner takes it.
    explained: Float64Array.from(explained, (share) => Math.max(share, 0))
      .sort()
      .reverse(),
    heatmap: heatmap(rows, columns, psi, 'kept'),
  };
}

/**
 * Condition number of eigenvalues, largest first, with damping added: Infinity where one is singular or, by rounding, not
 * positive; NaN where one is.
 */
function conditionOf(eigenvalues: Float64Array, damping: number): number {
  const largest = (eigenvalues[0] ?? 0) + damping;
  const smallest = (eigenvalues.at(-1) ?? 0) + damping;
  if (Number.isNaN(largest) || Number.isNaN(smallest)) return NaN;
  return smallest > 0 ? largest / smallest : Infinity;
}
