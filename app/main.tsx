import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { presets } from './lab/presets/index.ts';
import { browserClock } from './state/frame-queue.ts';
import { browserShelf } from './state/file-shelf.ts';
import { ExperimentForm } from './state/experiment-form.ts';
import { Lab } from './state/lab.ts';
import { OwnFiles } from './state/own-files.ts';
import { ExperimentFormContext } from './state/use-experiment-form.ts';
import { LabContext } from './state/use-lab.ts';
import { OwnFilesContext } from './state/use-own-files.ts';
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
import './ui/setup/own-files/own-files.css';
import { LabClient } from './worker/client.ts';
import { lookThroughAside } from './worker/file-client.ts';

const webGpu = 'gpu' in navigator;
const narrow = matchMedia('(max-width: 60rem)').matches;
const files = new OwnFiles(browserShelf(), lookThroughAside);
const lab = new Lab(
  () => new LabClient(),
  { ...storedPreferences(() => localStorage), setupOpen: !narrow },
  browserClock,
  (spec) => files.filesOf(spec),
);

const [firstVisit] = presets;
const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
if (!firstVisit) throw new Error('main: expected a preset for the first visit; add one to app/lab/presets');
const form = new ExperimentForm(firstVisit.spec, (spec, play) => lab.load(spec, play));
if (webGpu) form.start(firstVisit.spec, !still);

const root = document.getElementById('root');
if (!root) throw new Error('main: expected an element with the id "root" in index.html; add it');
createRoot(root).render(
  <StrictMode>
    <LabContext value={lab}>
      <OwnFilesContext value={files}>
        <ExperimentFormContext value={form}>
          <App webGpu={webGpu} />
        </ExperimentFormContext>
      </OwnFilesContext>
    </LabContext>
  </StrictMode>,
);
