import type { Task } from '../lab/task.ts';
import type { MetricKind } from '../state/run-metrics.ts';
import { formatNumber, formatShare } from './format.ts';
import type { Option } from './kit/choice.tsx';

/** What is read of each task beside its loss. */
const METRICS: Readonly<Record<Task['kind'], { readonly name: string; readonly unit: string }>> = {
  classification: { name: 'accuracy', unit: 'share right, 0–1' },
  language: { name: 'characters right', unit: 'share right, 0–1' },
  reconstruction: { name: 'squared error', unit: 'squared error per example' },
  regression: { name: 'R²', unit: 'share of the variance explained, 1 at best' },
};

const LOSS_UNITS: Readonly<Record<Task['kind'], string>> = {
  classification: 'nats per example',
  language: 'nats per character',
  reconstruction: 'nats per example',
  regression: 'half the squared error per example',
};

/** The value of a task's metric as text. */
export function formatMetric(value: number, task: Task | null): string {
  return task?.kind === 'reconstruction' || task?.kind === 'regression' ? formatNumber(value) : formatShare(value);
}

/** The curves that can be drawn for a task, by name. */
export function metricOptions(task: Task | null): readonly Option<MetricKind>[] {
  const metric = METRICS[task?.kind ?? 'classification'].name;
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
  const kind = task?.kind ?? 'classification';
  return metric === 'trainMetric' || metric === 'testMetric' ? METRICS[kind].unit : LOSS_UNITS[kind];
}
