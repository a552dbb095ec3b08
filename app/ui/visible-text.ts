const LONGEST = 60;

/** A text out of a file as it may be shown: on one line, in reading order, cut where it is long. */
export function visibleText(text: string, longest = LONGEST): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Bidi_C}]/gu, ' ').trim();
  return plain.length > longest ? `${plain.slice(0, longest - 1)}…` : plain;
}
