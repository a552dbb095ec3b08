import { createContext, use } from 'react';
import type { SpecIssue } from '../../lab/spec-error.ts';
import { messageFor, ownMessageFor } from './draft.ts';

/** What is wrong with the draft that the fields edit. */
export const IssuesContext = createContext<readonly SpecIssue[]>([]);

/** The message for the field at a path of the spec, null while it is well. */
export function useIssue(path: string): string | null {
  return messageFor(use(IssuesContext), path);
}

/** The message for the part at a path as a whole, null where only its fields have any. */
export function useOwnIssue(path: string): string | null {
  return ownMessageFor(use(IssuesContext), path);
}
