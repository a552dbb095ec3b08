import { classesOf, inputShapeOf } from './data-shape.ts';
import type { Task } from './events.ts';
import { isLanguage, languageTaskOf } from './language-task.ts';
import type { ExperimentSpec } from './spec.ts';

/**
 * What a model is to do with its data: tell the next characters, give classes, or give its inputs back where it says so or
 * there are no classes.
 */
export function taskOf({ data, model }: Pick<ExperimentSpec, 'data' | 'model'>): Task {
  if (isLanguage(data)) return languageTaskOf(data);
  const inputs = inputShapeOf(data);
  const classes = classesOf(data);
  const reconstructs = model.kind === 'autoencoder' || (model.kind === 'graph' && model.reconstructs);
  return classes === null || reconstructs ? { kind: 'reconstruction', inputs } : { kind: 'classification', classes, inputs };
}
