import type { EvaluationEvent, ProgressEvent } from '../lab/events.ts';
import { SeriesBuffer } from './series.ts';

/** What can be drawn over time; the last four come from evaluations on fixed examples. */
export type MetricKind = 'minibatchLoss' | EvaluatedMetric;
export type EvaluatedMetric = 'trainLoss' | 'testLoss' | 'trainMetric' | 'testMetric';

/** The curves of one arm. */
export type ArmSeries = Readonly<Record<MetricKind, SeriesBuffer>>;

/** The curves of one run. They live outside React and change in place; the store's `version` tells that they did. */
export class RunMetrics {
  readonly arms: readonly ArmSeries[];

  constructor(names: readonly string[]) {
    this.arms = names.map((name, arm) => {
      const buffer = (): SeriesBuffer => new SeriesBuffer(arm, name);
      return { minibatchLoss: buffer(), trainLoss: buffer(), testLoss: buffer(), trainMetric: buffer(), testMetric: buffer() };
    });
  }

  /** Appends the points of a progress event. */
  progress(event: ProgressEvent): void {
    this.arms[event.arm]?.minibatchLoss.appendAll(event.steps, event.seconds, event.losses);
  }

  /** Appends one evaluation. */
  evaluation(event: EvaluationEvent): void {
    const series = this.arms[event.arm];
    if (!series) return;
    const { step, seconds } = event;
    series.trainLoss.append(step, seconds, event.trainLoss);
    series.testLoss.append(step, seconds, event.testLoss);
    series.trainMetric.append(step, seconds, event.trainMetric);
    series.testMetric.append(step, seconds, event.testMetric);
  }
}
