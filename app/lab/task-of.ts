import { classesOf, inputShapeOf } from './data-shape.ts';
import type { Task } from './events.ts';
import type { ExperimentSpec } from './spec.ts';

/** What a model is to do with its data: give classes, or give its inputs back where it says so or there are no classes. */
export function taskOf({ data, model }: Pick<ExperimentSpec, 'data' | 'model'>): Task {
  const inputs = inputShapeOf(data);
  const classes = classesOf(data);
  const reconstructs = model.kind === 'autoencoder' || (model.kind === 'graph' && model.reconstructs);
  return classes === null || reconstructs ? { kind: 'reconstruction', inputs } : { kind: 'classification', classes, inputs };
}
