/** Characters of the prepared texts, which the models' sizes follow from, in the order of their numbers. */
export const ALPHABETS = {
  book: '\n !"$&\'()*,-.0123456789:;?ABCDEFGHIJKLMNOPQRSTUVWXYZ[]abcdefghijklmnopqrstuvwxyz',
  names: '\n-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
} as const;

/** Letters that words are made of, digits, and signs: one alphabet for all tasks, so that a model fits each of them. */
export const LETTERS = 'abcdefghij';
export const DIGITS = '0123456789';
export const TASK_CHARACTERS = `+=>${DIGITS}${LETTERS}`;

/** Numbers of the characters of a text. */
export function tokensOf(text: string, characters: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => characters.indexOf(character));
}
