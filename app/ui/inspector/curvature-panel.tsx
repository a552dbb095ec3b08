import { memo, useId, useState } from 'react';
import type { LayerDescription } from '../../lab/events.ts';
import type { InspectionEvent } from '../../lab/inspection-event.ts';
import { nameBlock } from '../../lab/name-block.ts';
import '../charts/charts.css';
import type { ArmState } from '../../state/run-state.ts';
import type { Scaling } from '../../state/view-settings.ts';
import { formatNumber } from '../format.ts';
import { Hint } from '../kit/hint.tsx';
import { TableToggle } from '../kit/table-toggle.tsx';
import { pastOf, withInspection, type InspectionHistory } from './inspection-history.ts';
import './inspector.css';
import { InverseFacts } from './inverse-facts.tsx';
import { KeptView } from './kept-view.tsx';
import { LinkView } from './link-view.tsx';

export interface CurvaturePanelProps {
  readonly inspection: InspectionEvent | null;
  /** Null while there is none. */
  readonly arm: ArmState | null;
  /** Null while there is none. */
  readonly layer: LayerDescription | null;
}

/** The curvature block of one layer, live or at one of the last inspections. Give it a new `key` with every run. */
export const CurvaturePanel = memo(function CurvaturePanel({ inspection, arm, layer }: CurvaturePanelProps) {
  const id = useId();
  const armName = arm?.description.name ?? 'the arm';
  const layerName = layer?.name ?? 'the layer';
  const block = layer?.block ?? null;
  const [history, setHistory] = useState<InspectionHistory>(new Map());
  const [recorded, setRecorded] = useState<InspectionEvent | null>(null);
  const [chosen, setChosen] = useState<InspectionEvent | null>(null);
  const [scaling, setScaling] = useState<Scaling>('log');
  const [asTable, setAsTable] = useState(false);
  if (inspection !== null && inspection !== recorded) {
    setRecorded(inspection);
    setHistory(withInspection(history, inspection));
  }

  if (layer === null || block === null) {
    return (
      <p className="chart-empty">
        {armName} keeps no curvature of {layerName}. Select a K-FAC arm and a layer with weights to see its curvature.
      </p>
    );
  }
  if (inspection === null) {
    const when = (arm?.step ?? 0) > 0 ? 'is being read' : 'is read once a step was trained';
    return (
      <p className="chart-empty">
        The curvature of {layerName} {when}; a wide layer takes a few seconds.
      </p>
    );
  }

  const past = pastOf(history, inspection);
  const live = past.length - 1;
  const found = chosen === null ? -1 : past.indexOf(chosen);
  const position = found < 0 ? live : found;
  const shown = past[position] ?? inspection;
  return (
    <section className="curvature" aria-labelledby={`${id}-title`}>
      <header className="chart-head">
        <h3 id={`${id}-title`} className="chart-title">
          Curvature of {layerName}, {armName} <span className="section-note">{nameBlock(block, layer)}</span>
        </h3>
        <div className="chart-tools" role="group" aria-label="Curvature view">
          <button
            type="button"
            aria-pressed={scaling === 'log'}
            title="Logarithmic colours of the entries"
            onClick={() => {
              setScaling(scaling === 'log' ? 'linear' : 'log');
            }}
          >
            Log colours
          </button>
          <TableToggle asTable={asTable} onChange={setAsTable} title="View the eigenvalues as a table" />
        </div>
      </header>
      <div className="curvature-time">
        <span className="curvature-step">read at step {shown.step.toLocaleString('en-US')}</span>
        <dl className="curvature-scalars">
          <div>
            <dt>
              <Hint explanation="Damping of the whole curvature matrix">λ</Hint>
            </dt>
            <dd>{formatNumber(shown.lambda)}</dd>
          </div>
          {shown.pi === null ? null : (
            <div>
              <dt>
                <Hint explanation="How the damping is split between A and G: with γ the root of the whole damping, A gets πγ and G gets γ/π">
                  π
                </Hint>
              </dt>
              <dd>{formatNumber(shown.pi)}</dd>
            </div>
          )}
        </dl>
        <input
          type="range"
          className="curvature-scrubber"
          aria-label="Inspection to show"
          aria-valuetext={position === live ? `latest, step ${String(shown.step)}` : `step ${String(shown.step)}`}
          min={0}
          max={Math.max(live, 1)}
          disabled={live < 1}
          value={live < 1 ? 1 : position}
          onChange={(event) => {
            const next = Number(event.currentTarget.value);
            setChosen(next >= live ? null : (past[next] ?? null));
          }}
        />
        <button
          type="button"
          className="chart-button"
          aria-pressed={position === live}
          title="Follow the newest inspection"
          onClick={() => {
            setChosen(null);
          }}
        >
          Live
        </button>
      </div>
      {arm === null ? null : <InverseFacts {...arm} />}
      <div className={shown.kept.length > 1 ? 'curvature-factors' : 'curvature-factors curvature-alone'}>
        {shown.kept.map((kept) => (
          <KeptView key={`${kept.kind} ${kept.symbol}`} kept={kept} heatmapScaling={scaling} asTable={asTable} />
        ))}
      </div>
      {shown.link === null ? null : <LinkView link={shown.link} layerName={layerName} asTable={asTable} />}
      {shown.link === null && block.representation === 'tridiagonal' ? (
        <p className="chart-note">No layer lies above {layerName}, so nothing explains its block: only the layer below is linked to it.</p>
      ) : null}
    </section>
  );
});
