import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { presets } from './lab/presets/index.ts';
import { browserClock } from './state/frame-queue.ts';
import { Lab } from './state/lab.ts';
import { OwnTables } from './state/own-tables.ts';
import { browserShelf } from './state/table-shelf.ts';
import { LabContext } from './state/use-lab.ts';
import { OwnTablesContext } from './state/use-own-tables.ts';
import { storedPreferences } from './state/view-settings.ts';
import { App } from './ui/app.tsx';
import './ui/base.css';
import './ui/controls.css';
import './ui/fields.css';
import './ui/layout.css';
import './ui/faults.css';
import './ui/stage.css';
import './ui/details.css';
import './ui/setup/setup.css';
import './ui/setup/builder/builder.css';
import './ui/setup/fit/fit.css';
import './ui/setup/own-table/own-table.css';
import { LabClient } from './worker/client.ts';
import { readTableAside } from './worker/table-client.ts';

const webGpu = 'gpu' in navigator;
const narrow = matchMedia('(max-width: 60rem)').matches;
const tables = new OwnTables(browserShelf(), readTableAside);
const lab = new Lab(
  () => new LabClient(),
  { ...storedPreferences(() => localStorage), setupOpen: !narrow },
  browserClock,
  (spec) => tables.filesOf(spec),
);
void tables.restore();

const [firstVisit] = presets;
const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
if (webGpu && firstVisit) lab.load(firstVisit.spec, !still);

const root = document.getElementById('root');
if (!root) throw new Error('main: expected an element with the id "root" in index.html; add it');
createRoot(root).render(
  <StrictMode>
    <LabContext value={lab}>
      <OwnTablesContext value={tables}>
        <App webGpu={webGpu} />
      </OwnTablesContext>
    </LabContext>
  </StrictMode>,
);
