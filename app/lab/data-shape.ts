import type { DataSpec } from './data-spec.ts';
import type { InputShape } from './events.ts';
import { languageTaskOf } from './language-task.ts';
import { unreachable } from './unreachable.ts';

/** How an example of a data set looks. */
export function inputShapeOf(data: DataSpec): InputShape {
  switch (data.kind) {
    case 'mnist':
    case 'fashion':
    case 'curves':
      return { kind: 'image', width: 28, height: 28 };
    case 'spirals':
    case 'moons':
    case 'circles':
    case 'xor':
    case 'blobs':
      return { kind: 'point' };
    case 'text':
    case 'names':
    case 'sequence-task':
      return languageTaskOf(data).inputs;
    case 'file':
      return data.inputs;
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
      return data.classes;
    default:
      return unreachable(data);
  }
}

/** Values of one example, or tokens. */
export function inputSize(inputs: InputShape): number {
  switch (inputs.kind) {
    case 'image':
      return inputs.width * inputs.height;
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
