import type { KfacSpec } from '../../lab/kfac-spec.ts';
import type { Draft } from '../../state/draft.ts';

export type KfacDraft = Draft<KfacSpec>;

/** What every group of K-FAC's fields gets: the whole draft, of which it edits its part. */
export interface KfacGroupProps {
  /** Of the optimiser in the spec. */
  readonly path: string;
  readonly value: KfacDraft;
  readonly onChange: (value: KfacDraft) => void;
}
