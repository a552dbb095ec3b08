import type { Task } from '../lab/events.ts';
import type { MetricKind } from '../state/run-metrics.ts';
import type { Option } from './kit/choice.tsx';

/** The curves that can be drawn for a task, by name. */
export function metricOptions(task: Task | null): readonly Option<MetricKind>[] {
  const metric = task?.kind === 'reconstruction' ? 'squared error' : task?.kind === 'language' ? 'characters right' : 'accuracy';
  return [
    { value: 'minibatchLoss', label: 'Minibatch loss', description: 'at every step, before it' },
    { value: 'trainLoss', label: 'Training loss', description: 'evaluated on fixed training examples' },
    { value: 'testLoss', label: 'Test loss', description: 'evaluated on the test split' },
    { value: 'trainMetric', label: `Training ${metric}`, description: 'evaluated on fixed training examples' },
    { value: 'testMetric', label: `Test ${metric}`, description: 'evaluated on the test split' },
  ];
}

/** The name of a curve. */
export function metricName(metric: MetricKind, task: Task | null): string {
  return metricOptions(task).find((option) => option.value === metric)?.label ?? metric;
}

/** The unit of a curve's values. */
export function metricUnit(metric: MetricKind, task: Task | null): string {
  if (metric !== 'trainMetric' && metric !== 'testMetric') return task?.kind === 'language' ? 'nats per character' : 'nats per example';
  return task?.kind === 'reconstruction' ? 'squared error per example' : 'share right, 0–1';
}
