import type { NumberDraft } from '../../state/draft.ts';

/** What a typed text means: a number where it reads as one, else the text itself, which the check will refuse. */
export function readNumber(text: string): NumberDraft {
  const trimmed = text.trim();
  const value = Number(trimmed);
  return trimmed === '' || Number.isNaN(value) ? trimmed : value;
}

/** Layer widths typed as a list, separated by commas or spaces. */
export function readWidths(text: string): readonly NumberDraft[] {
  return text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map(readNumber);
}
