import type { ReactElement } from 'react';
import { useLabState } from '../state/use-lab.ts';
import { ArmCards } from './arm-cards.tsx';
import { DetailTabs } from './detail-tabs.tsx';
import { FailureBanner } from './failure-banner.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { PanelBoundary } from './kit/panel-boundary.tsx';
import { LiveRegion } from './live-region.tsx';
import { NetworkStrip } from './network-strip.tsx';
import { NoWebGpu } from './no-webgpu.tsx';
import { RaceChart } from './race-chart.tsx';
import { SetupDrawer } from './setup/setup-drawer.tsx';
import { useShortcuts } from './shortcuts.ts';
import { useTheme } from './theme.ts';
import { Transport } from './transport.tsx';

/** The whole page: one experiment, its race and what can be looked at in it; without WebGPU, the way to it. */
export function App({ webGpu }: { webGpu: boolean }): ReactElement {
  useTheme();
  useShortcuts();
  const setupOpen = useLabState((state) => state.view.setupOpen);
  const mode = useLabState((state) => state.view.mode);
  const status = useLabState((state) => state.run.status);
  if (!webGpu) return <NoWebGpu reason="The page asked for navigator.gpu and found nothing." />;
  if (status.kind === 'failed' && status.failure.kind === 'no-webgpu') {
    return <NoWebGpu reason={`${status.failure.message} ${status.failure.remedy}`} />;
  }
  return (
    <>
      <a className="skip-link" href="#stage">
        Skip to the race
      </a>
      <PanelBoundary name="The header">
        <Header />
      </PanelBoundary>
      <PanelBoundary name="The transport">
        <Transport />
      </PanelBoundary>
      <FailureBanner />
      <main id="main" className={setupOpen && mode === 'lab' ? 'workbench' : 'workbench workbench-wide'}>
        {mode === 'lab' ? <SetupDrawer /> : null}
        <div className="stage" id="stage" tabIndex={-1}>
          <PanelBoundary name="The arms">
            <ArmCards />
          </PanelBoundary>
          <RaceChart />
          {mode === 'lab' ? (
            <PanelBoundary name="The network">
              <NetworkStrip />
            </PanelBoundary>
          ) : null}
          {mode === 'lab' ? <DetailTabs /> : null}
        </div>
      </main>
      <Footer />
      <LiveRegion />
    </>
  );
}
