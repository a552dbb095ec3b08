import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { ExperimentForm, FormState } from './experiment-form.ts';

/** Hands the experiment in the form to the views that change it. */
export const ExperimentFormContext = createContext<ExperimentForm | null>(null);

/** The form, for its actions. @throws Error outside of ExperimentFormContext */
export function useExperimentForm(): ExperimentForm {
  const form = use(ExperimentFormContext);
  if (!form) throw new Error('useExperimentForm: expected an ExperimentFormContext above; wrap the view in one');
  return form;
}

/** What the form says; the view draws again when that changes. */
export function useFormState(): FormState {
  return useStore(useExperimentForm().store);
}
