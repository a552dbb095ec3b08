import { createContext, use } from 'react';
import type { SpecIssue } from '../../lab/spec-error.ts';

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

/** The message for a field: that of the field itself or of its first faulty entry. */
export function messageFor(issues: readonly SpecIssue[], path: string): string | null {
  return sentence(issues.find((candidate) => candidate.path === path || candidate.path.startsWith(`${path}.`)));
}

/** The message for a part of the draft as a whole, whatever its fields have. */
export function ownMessageFor(issues: readonly SpecIssue[], path: string): string | null {
  return sentence(issues.find((candidate) => candidate.path === path));
}

function sentence(issue: SpecIssue | undefined): string | null {
  return issue ? issue.message.charAt(0).toUpperCase() + issue.message.slice(1) : null;
}
