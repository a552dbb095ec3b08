import { rowsAfter, type RowOptions, type RowStart } from '../../gpu/ops/minibatch.ts';
import type { BatchStage } from './batch-schedule.ts';

/** Where each stage begins in the order of the examples: where the one before it has got to. */
export function rowStarts(stages: readonly BatchStage[], rows: Pick<RowOptions, 'examples' | 'order'>): readonly RowStart[] {
  const starts: RowStart[] = [];
  for (const [index, { start }] of stages.entries()) {
    const before = stages[index - 1];
    starts.push(
      before === undefined
        ? { step: 0, epoch: 0, position: 0 }
        : rowsAfter({ ...rows, batchSize: before.batchSize, from: starts[index - 1]! }, start - before.start),
    );
  }
  return starts;
}
