import { lazy, Suspense, useMemo, type ReactElement, type ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { ArmState } from '../state/run-state.ts';
import type { DetailTab } from '../state/view-settings.ts';
import { useLab, useLabState } from '../state/use-lab.ts';
import { armStyles } from './arm-style.ts';
import { CostTable } from './cost-table.tsx';
import { PanelBoundary } from './kit/panel-boundary.tsx';
import { RegistrationTable } from './inspector/registration-table.tsx';
import type { ArmFit } from './predictions/fit-picture.tsx';
import { PositionsView } from './predictions/positions-view.tsx';
import { PredictionsPanel } from './predictions/predictions-panel.tsx';

const CurvaturePanel = lazy(async () => ({ default: (await import('./inspector/curvature-panel.tsx')).CurvaturePanel }));

const LayersPanel = lazy(async () => ({ default: (await import('./layers/layers-panel.tsx')).LayersPanel }));

const TABS: readonly { readonly id: DetailTab; readonly label: string; readonly view: () => ReactNode }[] = [
  { id: 'predictions', label: 'Predictions', view: () => <Predictions /> },
  { id: 'layers', label: 'Layers', view: () => <Layers /> },
  { id: 'curvature', label: 'Curvature', view: () => <Curvature /> },
  { id: 'cost', label: 'Cost', view: () => <CostTable /> },
];

/** The views of the selected arm and layer. */
export function DetailTabs(): ReactElement {
  const lab = useLab();
  const tab = useLabState((state) => state.view.tab);
  return (
    <section className="details" aria-labelledby="details-title">
      <h2 id="details-title" className="visually-hidden">
        Details
      </h2>
      <Tabs
        className="tabs"
        selectedKey={tab}
        onSelectionChange={(key) => {
          const chosen = TABS.find(({ id }) => id === key);
          if (chosen) lab.setView({ tab: chosen.id });
        }}
      >
        <TabList className="tab-list" aria-label="Details of the selection">
          {TABS.map(({ id, label }) => (
            <Tab key={id} id={id} className="tab">
              {label}
            </Tab>
          ))}
        </TabList>
        {TABS.map(({ id, label, view }) => (
          <TabPanel key={id} id={id} className="tab-panel">
            <PanelBoundary name={label}>{view()}</PanelBoundary>
          </TabPanel>
        ))}
      </Tabs>
    </section>
  );
}

function Predictions(): ReactElement {
  const predictions = useLabState((state) => state.run.arms[state.selection?.arm ?? -1]?.predictions ?? null);
  const mistakes = useLabState((state) => state.run.arms[state.selection?.arm ?? -1]?.mistakes ?? null);
  const name = useLabState((state) => state.run.arms[state.selection?.arm ?? -1]?.description.name ?? 'the arm');
  const task = useLabState((state) => state.run.task);
  const arms = useLabState((state) => state.run.arms);
  const fits = useMemo(() => fitsOf(arms), [arms]);
  return (
    <>
      <PredictionsPanel predictions={predictions} mistakes={mistakes} task={task} armName={name} fits={fits} />
      {task?.kind === 'language' && arms.some(({ positions }) => positions !== null) ? <PositionsView arms={arms} task={task} /> : null}
    </>
  );
}

/** Always the same, so that panels without any are not drawn again. */
const NO_FITS: readonly ArmFit[] = [];

/** How each arm tells numbers, where it does. */
function fitsOf(arms: readonly ArmState[]): readonly ArmFit[] {
  if (!arms.some(({ predictions }) => predictions?.kind === 'fit')) return NO_FITS;
  const styles = armStyles(arms.map(({ description }) => description));
  return arms.flatMap(({ description: { name }, predictions }, index) => {
    const style = styles[index];
    return predictions?.kind === 'fit' && style !== undefined ? [{ name, style, fit: predictions }] : [];
  });
}

function Layers(): ReactElement {
  return (
    <Suspense fallback={<p className="empty">Opening the view of layers…</p>}>
      <LayersPanel />
    </Suspense>
  );
}

function Curvature(): ReactElement {
  const runId = useLabState((state) => state.run.id);
  const selection = useLabState((state) => state.selection);
  const arm = useLabState((state) => state.run.arms[state.selection?.arm ?? -1]);
  const inspection = useLabState((state) => state.run.inspection);
  const layer = arm?.description.layers[selection?.layer ?? -1];
  const current = inspection?.arm === selection?.arm && inspection?.layer === selection?.layer ? inspection : null;
  return (
    <Suspense fallback={<p className="empty">Opening the curvature view…</p>}>
      <CurvaturePanel key={runId} inspection={current} arm={arm ?? null} layer={layer ?? null} />
      {arm ? <RegistrationTable arm={arm.description} selected={selection?.layer ?? -1} /> : null}
    </Suspense>
  );
}
