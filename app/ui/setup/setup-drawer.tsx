import type { ReactElement } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { useLab, useLabState } from '../../state/use-lab.ts';
import { ChoiceArrow } from '../kit/choice-arrow.tsx';
import { PanelBoundary } from '../kit/panel-boundary.tsx';
import { SetupPanel } from './setup-panel.tsx';

/** The set-up, which opens and closes; closed, it leaves its room to the stage. */
export function SetupDrawer(): ReactElement {
  const lab = useLab();
  const open = useLabState((state) => state.view.setupOpen);
  return (
    <Disclosure className="setup" isExpanded={open} onExpandedChange={(setupOpen) => lab.setView({ setupOpen })}>
      <Heading className="setup-heading" level={2}>
        <Button slot="trigger" className="setup-trigger">
          <ChoiceArrow />
          Setup
        </Button>
      </Heading>
      <DisclosurePanel className="setup-body">
        <PanelBoundary name="The setup">
          <SetupPanel />
        </PanelBoundary>
      </DisclosurePanel>
    </Disclosure>
  );
}
