import type { DataSpec } from './data-spec.ts';
import { FASHION_CLASSES } from './datasets/fashion-classes.ts';
import type { InputShape } from './task.ts';
import { languageTaskOf } from './language-task.ts';
import { unreachable } from './unreachable.ts';

/** How an example of a data set looks. */
export function inputShapeOf(data: DataSpec): InputShape {
  switch (data.kind) {
    case 'mnist':
    case 'fashion':
    case 'curves':
      return { kind: 'image', width: 28, height: 28, channels: 1 };
    case 'spirals':
    case 'moons':
    case 'circles':
    case 'xor':
    case 'blobs':
      return { kind: 'point' };
    case 'wave':
      return { kind: 'vector', size: 1 };
    case 'text':
    case 'names':
    case 'sequence-task':
      return languageTaskOf(data).inputs;
    case 'file':
      return data.inputs.kind === 'image' ? { ...data.inputs, light: true } : data.inputs;
    case 'table': {
      const size = data.inputs.reduce((sum, { categories }) => sum + (categories?.length ?? 1), 0);
      return size === 2 && data.target.kind === 'class' ? { kind: 'point' } : { kind: 'vector', size };
    }
    default:
      return unreachable(data);
  }
}

/** Classes that the examples of a data set belong to; null where they belong to none. */
export function classesOf(data: DataSpec): number | null {
  switch (data.kind) {
    case 'mnist':
    case 'fashion':
      return 10;
    case 'curves':
    case 'wave':
    case 'text':
    case 'names':
    case 'sequence-task':
      return null;
    case 'blobs':
      return 4;
    case 'spirals':
    case 'moons':
    case 'circles':
    case 'xor':
      return 2;
    case 'file':
      return data.target.kind === 'class' ? countOf(data.target.classes) : null;
    case 'table':
      return data.target.kind === 'class' ? data.target.classes.length : null;
    default:
      return unreachable(data);
  }
}

/** Names of the classes, in the order of their numbers; null where they are numbers only. */
export function classNamesOf(data: DataSpec): readonly string[] | null {
  if (data.kind === 'fashion') return FASHION_CLASSES;
  if ((data.kind !== 'table' && data.kind !== 'file') || data.target.kind !== 'class') return null;
  const { classes } = data.target;
  return typeof classes === 'number' ? null : classes;
}

function countOf(classes: number | readonly string[]): number {
  return typeof classes === 'number' ? classes : classes.length;
}

/** Names of the numbers that are to be told of an example; null where there are none. */
export function targetsOf(data: DataSpec): readonly string[] | null {
  if (data.kind === 'wave') return ['y'];
  if (data.kind === 'table') return data.target.kind === 'numbers' ? data.target.columns : null;
  return data.kind === 'file' && data.target.kind === 'numbers' ? data.target.names : null;
}

/** Values of one example, or tokens. */
export function inputSize(inputs: InputShape): number {
  switch (inputs.kind) {
    case 'image':
      return inputs.width * inputs.height * inputs.channels;
    case 'point':
      return 2;
    case 'vector':
      return inputs.size;
    case 'tokens':
      return inputs.length;
    default:
      return unreachable(inputs);
  }
}
