import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { Lab } from './lab.ts';
import type { LabState } from './lab-state.ts';

/** Hands the lab to every view. */
export const LabContext = createContext<Lab | null>(null);

/** The lab, for its actions. @throws Error outside of LabContext */
export function useLab(): Lab {
  const lab = use(LabContext);
  if (!lab) throw new Error('useLab: expected a LabContext above; wrap the view in one');
  return lab;
}

/** A part of the state; the view draws again when that part changes. */
export function useLabState<Part>(select: (state: LabState) => Part): Part {
  return useStore(useLab().store, select);
}
