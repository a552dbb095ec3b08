import { classesOf, classNamesOf, inputShapeOf, targetsOf } from './data-shape.ts';
import type { DataSpec } from './data-spec.ts';
import type { Task } from './task.ts';
import { isLanguage, languageTaskOf } from './language-task.ts';
import type { ExperimentSpec } from './spec.ts';

/** What there is to tell of data: the next characters, numbers, classes, or where there is none of these the inputs themselves. */
export function taskOfData(data: DataSpec): Task {
  if (isLanguage(data)) return languageTaskOf(data);
  const inputs = inputShapeOf(data);
  const targets = targetsOf(data);
  if (targets !== null) return { kind: 'regression', inputs, targets };
  const classes = classesOf(data);
  if (classes === null) return { kind: 'reconstruction', inputs };
  const names = classNamesOf(data);
  return { kind: 'classification', classes, ...(names !== null && { names }), inputs };
}

/** What a model is to do with its data, as far as their description tells. */
export function taskOf({ data, model }: Pick<ExperimentSpec, 'data' | 'model'>): Task {
  return taskOfModel(model, taskOfData(data));
}

/** What a model is to do where there is `task` to do; one that says so gives its inputs back instead of their classes. */
export function taskOfModel(model: ExperimentSpec['model'], task: Task): Task {
  const reconstructs = model.kind === 'autoencoder' || (model.kind === 'graph' && model.reconstructs);
  return reconstructs && task.kind === 'classification' ? { kind: 'reconstruction', inputs: task.inputs } : task;
}
