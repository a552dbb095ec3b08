import { createStore, type StoreApi } from 'zustand/vanilla';
import { presetOf } from '../lab/presets/index.ts';
import type { ExperimentSpec } from '../lab/spec.ts';
import { differences } from './differences.ts';
import { checkDraft, type SpecDraft } from './draft.ts';

export interface FormState {
  /** The experiment that was started last. */
  readonly running: ExperimentSpec;
  /** What the form says. */
  readonly draft: SpecDraft;
  /** A person's own work that another experiment took the place of; null for none. */
  readonly aside: SpecDraft | null;
  /** Whether it was to be applied and could not be. */
  readonly refused: boolean;
}

/** Another draft, or how one follows from the draft as it is by then. */
export type DraftEdit = SpecDraft | ((draft: SpecDraft) => SpecDraft);
export type EditDraft = (edit: DraftEdit) => void;

/**
 * The one way to another experiment: holds what the form says beside what runs. The draft lives here and not in a view, so that
 * what is applied is what was chosen last, drawn or not yet. Knows no React.
 */
export class ExperimentForm {
  readonly store: StoreApi<FormState>;
  readonly #load: (spec: ExperimentSpec, play: boolean) => void;

  /**
   * @param first what the form says before anything was started
   * @param load replaces the run by one of a spec
   */
  constructor(first: ExperimentSpec, load: (spec: ExperimentSpec, play: boolean) => void) {
    this.#load = load;
    this.store = createStore<FormState>()(() => ({ running: first, draft: first, aside: null, refused: false }));
  }

  /** Starts an experiment in place of the one in the form, the same one too; what a person had made there is put aside. */
  start(spec: ExperimentSpec, play = true): void {
    this.store.setState(({ running, draft, aside }) => ({
      running: spec,
      draft: spec,
      aside: [draft, running].find((work) => isOwnWork(work) && differences(spec, work).length > 0) ?? aside,
      refused: false,
    }));
    this.#load(spec, play);
  }

  /** Changes what the form says; nothing else changes before it is applied. */
  edit(edit: DraftEdit): void {
    this.store.setState(({ draft }) => ({ draft: typeof edit === 'function' ? edit(draft) : edit }));
  }

  /** Takes back what was not applied. */
  undo(): void {
    this.store.setState(({ running }) => ({ draft: running, refused: false }));
  }

  /** Puts into the form what was put aside, in exchange for what a person has made there since. */
  bringBack(): void {
    this.store.setState(({ draft, aside }) =>
      aside === null ? {} : { draft: aside, aside: isOwnWork(draft) ? draft : null, refused: false },
    );
  }

  /** Starts what the form says. @returns whether it did: it does not while a field is refused */
  apply(): boolean {
    const { spec } = checkDraft(this.store.getState().draft);
    if (spec === null) {
      this.store.setState({ refused: true });
      return false;
    }
    this.store.setState({ running: spec, draft: spec, aside: null, refused: false });
    this.#load(spec, true);
    return true;
  }
}

/** Whether it says anything that no ready experiment does. */
function isOwnWork(work: SpecDraft): boolean {
  const preset = presetOf(work.name);
  return preset === undefined || differences(preset.spec, work).length > 0;
}
