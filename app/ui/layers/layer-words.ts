import type { Look, SeenExample } from '../../lab/looks/look.ts';
import type { VisibleAttention, VisibleLayer, VisibleMaps } from '../../lab/looks/visible-layer.ts';
import { formatCount } from '../format.ts';
import { classWord } from '../predictions/class-word.ts';

/** A layer in a list of them: its name and what it gives. */
export function nameVisible(visible: VisibleLayer): string {
  return visible.kind === 'attention'
    ? `${visible.name} · ${counted(visible.heads, 'head')}`
    : `${visible.name} · ${visible.rows} × ${visible.columns} × ${visible.channels}`;
}

/** What is to be seen, in words; `names` are those of the classes, where they have any. */
export function explainLook(visible: VisibleLayer, look: Look, example: SeenExample | null, names?: readonly string[]): string {
  const label = example?.kind === 'image' ? example.label : null;
  const of = `test example ${formatCount(look.example + 1)}${label === null ? '' : `, of class ${classWord(label, names)},`}`;
  return visible.kind === 'attention' ? explainAttention(visible, of) : explainMaps(visible, look, of);
}

function explainMaps({ name, rows, columns, channels, isSigned, filters }: VisibleMaps, { channel }: Look, of: string): string {
  const maps = `What ${name} makes of ${of} ${channels === 1 ? 'is' : 'are'} ${counted(channels, 'map')} of ${rows} × ${columns}.`;
  const colours = isSigned ? 'Orange is below zero, purple above.' : 'No value is below zero: the brighter, the larger.';
  if (filters === null) return `${maps} ${colours}`;
  return `${maps} Each has a filter of ${filters.side} × ${filters.side} weights${readOf(filters.inputs, channel)}. ${colours}`;
}

function readOf(inputs: number, channel: number | null): string {
  if (inputs === 1) return '';
  return channel === null
    ? `, here the mean over the ${inputs} channels that it reads`
    : `, here those for channel ${channel + 1} of the ${inputs} that it reads`;
}

function explainAttention({ name, heads, isCausal }: VisibleAttention, of: string): string {
  const shares = `How positions of ${of} look at one another in ${heads === 1 ? 'the only head' : `the ${heads} heads`} of ${name}: a row for each that looks, a column for each that it looks at; the shares of a row add up to 1.`;
  return isCausal ? `${shares} Hatched is what lies ahead and is not seen.` : shares;
}

/** A character as it can be seen: blanks have signs. */
export function visibleCharacter(character: string): string {
  if (character === ' ') return '␣';
  return character === '\n' ? '⏎' : character;
}

/** The characters of an example as they can be seen; null where it has none. */
export function charactersOf(example: SeenExample, characters: string | null): readonly string[] | null {
  if (example.kind !== 'tokens' || characters === null) return null;
  return Array.from(example.tokens, (token) => visibleCharacter(characters[token] ?? '?'));
}

/** A position counted from 1, with its character: `12 ‘h’`. */
export function spellPosition(index: number, characters: readonly string[] | null): string {
  return characters === null ? String(index + 1) : `${index + 1} ‘${characters[index] ?? '?'}’`;
}

/** `1 head`, `8 heads`. */
export function counted(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;
}
