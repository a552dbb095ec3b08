import { useId, useState, type ReactElement } from 'react';
import type { LayerLookEvent, Look, SeenExample } from '../../lab/looks/look.ts';
import type { VisibleLayer } from '../../lab/looks/visible-layer.ts';
import type { Task } from '../../lab/task.ts';
import { useLab, useLabState } from '../../state/use-lab.ts';
import { armStyles } from '../arm-style.ts';
import { TableToggle } from '../kit/table-toggle.tsx';
import '../charts/charts.css';
import { AttentionView } from './attention-view.tsx';
import { charactersOf, explainLook } from './layer-words.ts';
import './layers.css';
import { LookControls } from './look-controls.tsx';
import { MapsView } from './maps-view.tsx';
import type { ArmLook } from './seen-arm.tsx';
import { SeenExampleView } from './seen-example.tsx';

/** Positions up to which all heads of attention are shown at first. */
const SHORT = 16;

/** One layer of all arms at work on one test example: filters and feature maps, or attention. */
export function LayersPanel(): ReactElement {
  const run = useLabState((state) => state.run);
  const look = useLabState((state) => state.look);
  const visible = run.visible.find(({ layer }) => layer === look?.layer);
  if (run.arms.length === 0) {
    return <p className="chart-empty">The layers can be looked into once the experiment is prepared.</p>;
  }
  if (look === null || visible === undefined) {
    return (
      <p className="chart-empty">
        This model has no layer that can be seen at work here: no convolution and no attention. Choose an experiment that has, such as
        “LeNet on clothes” or “Words backwards”.
      </p>
    );
  }
  const styles = armStyles(run.arms.map(({ description }) => description));
  const arms = run.arms.map(({ description: { name }, look: event }, index): ArmLook => ({
    name,
    style: styles[index],
    event: event?.look.layer === look.layer ? event : null,
  }));
  const characters = run.task?.kind === 'language' ? run.task.characters : null;
  return <LayerView {...{ visible, look, arms, characters, task: run.task, examples: run.testExamples, layers: run.visible }} />;
}

interface LayerViewProps {
  readonly visible: VisibleLayer;
  readonly look: Look;
  readonly arms: readonly ArmLook[];
  readonly characters: string | null;
  readonly task: Task | null;
  /** Of the test split. */
  readonly examples: number;
  readonly layers: readonly VisibleLayer[];
}

function LayerView({ visible, look, arms, characters, task, examples, layers }: LayerViewProps): ReactElement {
  const id = useId();
  const lab = useLab();
  const [asTable, setAsTable] = useState(false);
  const [chosenHead, setHead] = useState<number | 'all' | null>(null);
  const head = chosenHead === 'all' ? null : (chosenHead ?? (visible.kind === 'attention' && visible.length > SHORT ? 0 : null));
  const example = exampleOf(arms.map(({ event }) => event));
  const names = task?.kind === 'classification' ? task.names : undefined;
  return (
    <section className="layers" aria-labelledby={`${id}-title`}>
      <header className="chart-head">
        <h3 id={`${id}-title`} className="chart-title">
          {visible.name} at work
        </h3>
        <div className="chart-tools" role="group" aria-label="Layer view">
          <TableToggle asTable={asTable} onChange={setAsTable} />
        </div>
      </header>
      <LookControls
        {...{ visible, look, layers, examples }}
        head={head}
        onHead={(next) => {
          setHead(next ?? 'all');
        }}
        onLook={(change) => {
          if (change.layer !== undefined) setHead(null);
          lab.look(change);
        }}
      />
      <p className="chart-note">{explainLook(visible, look, example, names)}</p>
      {example === null ? null : <SeenExampleView example={example} characters={charactersOf(example, characters)} task={task} />}
      {visible.kind === 'attention' ? (
        <AttentionView {...{ visible, arms, characters, head, asTable }} />
      ) : (
        <MapsView {...{ visible, arms, asTable }} />
      )}
    </section>
  );
}

/** The example of the newest look. */
function exampleOf(events: readonly (LayerLookEvent | null)[]): SeenExample | null {
  const newest = events.reduce((last, event) => (event !== null && event.step >= (last?.step ?? -1) ? event : last), null);
  return newest?.example ?? null;
}
