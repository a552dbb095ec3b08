import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import { Icon } from './kit/icon.tsx';
import { useLab, useLabState } from '../state/use-lab.ts';

/** What went wrong, what to do, and a way to start again. Values reached before stay on view. */
export function FailureBanner(): ReactElement | null {
  const lab = useLab();
  const status = useLabState((state) => state.run.status);
  if (status.kind !== 'failed') return null;
  return (
    <div className="banner" role="alert">
      <div>
        <p className="banner-title">{status.failure.message}</p>
        <p>{status.failure.remedy}</p>
      </div>
      <Button className="button" onPress={() => lab.reset(true)}>
        <Icon name="reset" />
        Restart
      </Button>
    </div>
  );
}
