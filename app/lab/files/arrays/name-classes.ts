import { show } from '../../describe-issue.ts';
import type { ClassNames } from './class-names.ts';

/** What the classes of an experiment are called. */
interface NamedClasses {
  /** Null where they are numbers only. */
  readonly names: readonly string[] | null;
  /** Where file and experiment do not agree. */
  readonly notes: readonly string[];
}

/**
 * Names classes as their experiment does, or else as their file does.
 * @param classes how many there are, or what the experiment calls them
 */
export function nameClasses(classes: number | readonly string[], file: string, told: ClassNames | null): NamedClasses {
  const own = typeof classes === 'number' ? null : classes;
  if (told === null) return { names: own, notes: [] };
  const place = `${file} array ${show(told.array)}`;
  if (typeof classes === 'number') {
    if (told.names.length >= classes) return { names: told.names.slice(0, classes), notes: [] };
    return { names: null, notes: [`${place} names ${told.names.length} of ${classes} classes: they are told by their numbers`] };
  }
  const other = classes.findIndex((name, label) => told.names[label] !== name);
  if (other < 0) return { names: classes, notes: [] };
  const note = `${place} calls class ${other} ${show(told.names[other])}, the experiment ${show(classes[other])}: the experiment counts`;
  return { names: classes, notes: [note] };
}
