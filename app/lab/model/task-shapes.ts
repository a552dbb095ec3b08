import { inputSize } from '../data-shape.ts';
import type { Task } from '../task.ts';
import { unreachable } from '../unreachable.ts';
import { values, type ExampleShape } from './example-shape.ts';

/** What the first layers of a graph are fed: images as height × width × channels, texts as tokens, anything else as a row of numbers. */
export function inputShape({ inputs }: Task): ExampleShape {
  switch (inputs.kind) {
    case 'image':
      return values(inputs.height, inputs.width, inputs.channels);
    case 'point':
      return values(2);
    case 'vector':
      return values(inputs.size);
    case 'tokens':
      return inputs;
    default:
      return unreachable(inputs);
  }
}

/** What the last layer must give. */
export function outputShape(task: Task): ExampleShape {
  switch (task.kind) {
    case 'classification':
      return values(task.classes);
    case 'regression':
      return values(task.targets.length);
    case 'language':
      return values(task.inputs.length, task.inputs.vocabulary);
    case 'reconstruction':
      return values(inputSize(task.inputs));
    default:
      return unreachable(task);
  }
}
