import type { Task } from '../../lab/task.ts';

/** Whether the inputs of a task are photographs, in which 1 is white. */
export function isLight(task: Task | null): boolean {
  return task?.inputs.kind === 'image' && task.inputs.light === true;
}
