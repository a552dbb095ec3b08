import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { OwnTables, OwnTablesState } from './own-tables.ts';

/** Hands a person's own tables to the set-up. */
export const OwnTablesContext = createContext<OwnTables | null>(null);

/** The tables, for their actions. @throws Error outside of OwnTablesContext */
export function useOwnTables(): OwnTables {
  const tables = use(OwnTablesContext);
  if (!tables) throw new Error('useOwnTables: expected an OwnTablesContext above; wrap the view in one');
  return tables;
}

/** A part of the tables' state. */
export function useOwnTablesState<Part>(select: (state: OwnTablesState) => Part): Part {
  return useStore(useOwnTables().store, select);
}
