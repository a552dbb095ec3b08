import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { Task } from '../lab/task.ts';
import type { ArmState, RunState } from '../state/run-state.ts';
import { differenceAtSameStep } from '../state/standings.ts';
import { useExperimentForm } from '../state/use-experiment-form.ts';
import { useLab, useLabState } from '../state/use-lab.ts';
import { ArmGuards } from './arm-guards.tsx';
import { remedyFor } from './arm-remedy.ts';
import { armStyles, type ArmStyle } from './arm-style.ts';
import { formatCount, formatDifference, formatDuration, formatNumber } from './format.ts';
import { formatMetric, metricName } from './metric-words.ts';
import { LineSample } from './kit/line-sample.tsx';

/** One card an arm: where it stands, and against the first. The name selects the arm for every view. */
export function ArmCards(): ReactElement {
  const run = useLabState((state) => state.run);
  const brief = useLabState((state) => state.view.mode === 'class');
  const selected = useLabState((state) => state.selection?.arm);
  if (run.arms.length === 0) {
    const styles = armStyles((run.spec?.arms ?? []).map((arm) => ({ optimizer: arm.optimizer.kind })));
    return (
      <section className="arms" aria-label="Arms">
        {(run.spec?.arms ?? []).map((arm, index) => (
          <article key={arm.name} className="arm">
            <ArmTitle name={arm.name} style={styles[index]} />
            <p className="arm-waiting">{run.status.kind === 'failed' ? 'Not started' : 'Being prepared'}</p>
          </article>
        ))}
      </section>
    );
  }
  const styles = armStyles(run.arms.map((arm) => arm.description));
  return (
    <section className="arms" aria-label="Arms">
      {run.arms.map((arm, index) => (
        <ArmCard
          key={arm.description.name}
          arm={arm}
          index={index}
          first={index === 0 ? null : (run.arms[0] ?? null)}
          difference={differenceToFirst(run, index)}
          style={styles[index]}
          task={run.task}
          selected={index === selected}
          brief={brief}
        />
      ))}
    </section>
  );
}

interface ArmCardProps {
  readonly arm: ArmState;
  readonly index: number;
  readonly first: ArmState | null;
  /** Training loss minus that of the first arm at the same step. */
  readonly difference: number;
  readonly style: ArmStyle | undefined;
  readonly task: Task | null;
  readonly selected: boolean;
  /** Shows the three values that matter to a class. */
  readonly brief: boolean;
}

function ArmCard({ arm, index, first, difference, style, task, selected, brief }: ArmCardProps): ReactElement {
  const lab = useLab();
  const { evaluation } = arm;
  const perStep = arm.step > 0 ? arm.seconds / arm.step : NaN;
  return (
    <article className={selected ? 'arm arm-selected' : 'arm'}>
      <div className="arm-head">
        <ArmTitle name={arm.description.name} style={style} selected={selected} onSelect={() => lab.select({ arm: index })} />
        {evaluation ? <p className="arm-note">at step {formatCount(evaluation.step)}</p> : null}
      </div>
      <dl className="arm-values">
        <Value name="Training loss" value={evaluation ? formatNumber(evaluation.trainLoss) : '–'} main />
        {brief ? null : <Value name="Test loss" value={evaluation ? formatNumber(evaluation.testLoss) : '–'} />}
        <Value name={metricName('testMetric', task)} value={evaluation ? formatMetric(evaluation.testMetric, task) : '–'} />
        {task?.kind === 'regression' && task.targets.length === 1 && !brief ? (
          <Value name="Test mean sq. error" value={evaluation ? formatNumber(evaluation.testScores?.[0]?.meanSquaredError ?? NaN) : '–'} />
        ) : null}
        <Value name="Time a step" value={Number.isNaN(perStep) ? '–' : formatDuration(perStep)} />
        {first && !brief ? (
          <Value name={`Δ loss to ${first.description.name}`} value={Number.isNaN(difference) ? '–' : formatDifference(difference)} />
        ) : null}
        {first && !brief ? <Value name="Time, relative" value={relativeTime(perStep, first)} /> : null}
      </dl>
      {brief ? null : <ArmGuards counts={arm.guards} />}
      {arm.stopped ? <Stopped stopped={arm.stopped} index={index} /> : null}
    </article>
  );
}

interface ArmTitleProps {
  readonly name: string;
  readonly style: ArmStyle | undefined;
  readonly selected?: boolean;
  readonly onSelect?: () => void;
}

function ArmTitle({ name, style, selected = false, onSelect }: ArmTitleProps): ReactElement {
  return (
    <h2 className="arm-title">
      {style ? <LineSample style={style} /> : null}
      {onSelect ? (
        <Button className="arm-name" aria-pressed={selected} onPress={onSelect}>
          {name}
        </Button>
      ) : (
        name
      )}
    </h2>
  );
}

function Value({ name, value, main = false }: { name: string; value: string; main?: boolean }): ReactElement {
  return (
    <div className={main ? 'arm-value arm-value-main' : 'arm-value'}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Stopped({ stopped, index }: { stopped: NonNullable<ArmState['stopped']>; index: number }): ReactElement {
  const form = useExperimentForm();
  const spec = useLabState((state) => state.run.spec);
  const remedy = spec ? remedyFor(spec, index) : null;
  return (
    <div className="arm-stopped">
      <p>{stopped.message}</p>
      {remedy ? (
        <Button className="button" onPress={() => form.start(remedy.spec)}>
          {remedy.label} and restart
        </Button>
      ) : null}
    </div>
  );
}

/** An arm that stopped long ago is compared with nothing that came later. */
function differenceToFirst({ arms, metrics }: Pick<RunState, 'arms' | 'metrics'>, index: number): number {
  const [own, first] = [metrics.arms[index]?.trainLoss, metrics.arms[0]?.trainLoss];
  const stopped = [arms[index], arms[0]].some((arm) => arm?.stopped);
  const apart = arms[index]?.evaluation?.step !== arms[0]?.evaluation?.step;
  return own && first && !(stopped && apart) ? differenceAtSameStep(own, first) : NaN;
}

function relativeTime(perStep: number, first: ArmState): string {
  const reference = first.step > 0 ? first.seconds / first.step : NaN;
  const ratio = perStep / reference;
  return Number.isFinite(ratio) ? `×${formatNumber(ratio, 3)}` : '–';
}
