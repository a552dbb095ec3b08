import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { OwnFiles, OwnFilesState } from './own-files.ts';

/** Hands a person's own files to the set-up. */
export const OwnFilesContext = createContext<OwnFiles | null>(null);

/** The files, for their actions. @throws Error outside of OwnFilesContext */
export function useOwnFiles(): OwnFiles {
  const files = use(OwnFilesContext);
  if (!files) throw new Error('useOwnFiles: expected an OwnFilesContext above; wrap the view in one');
  return files;
}

/** A part of the files' state. */
export function useOwnFilesState<Part>(select: (state: OwnFilesState) => Part): Part {
  return useStore(useOwnFiles().store, select);
}
