import { visibleText } from '../visible-text.ts';

/** What a class is called: by its name, or its number where it has none. */
export function classWord(label: number, names: readonly string[] | undefined): string {
  const name = names?.[label];
  return name === undefined ? String(label) : visibleText(name, 24);
}
