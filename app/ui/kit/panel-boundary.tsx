import type { ReactElement, ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { useLabState } from '../../state/use-lab.ts';

/** Keeps a fault of one view inside that view; training and the other views go on. A new run draws it again. */
export function PanelBoundary({ name, children }: { name: string; children: ReactNode }): ReactElement {
  const runId = useLabState((state) => state.run.id);
  return (
    <ErrorBoundary
      resetKeys={[runId]}
      fallbackRender={({ error, resetErrorBoundary }: FallbackProps) => (
        <div className="panel-fault" role="alert">
          <p>
            {name} could not be drawn: {error instanceof Error ? error.message : String(error)}
          </p>
          <Button className="button" onPress={resetErrorBoundary}>
            Draw again
          </Button>
          <Button className="button" onPress={() => location.reload()}>
            Reload the page
          </Button>
        </div>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}
