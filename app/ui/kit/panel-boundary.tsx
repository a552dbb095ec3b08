import type { ReactElement, ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';

/** Keeps a fault of one view inside that view; training and the other views go on. */
export function PanelBoundary({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <ErrorBoundary
      fallbackRender={({ error, resetErrorBoundary }: FallbackProps) => (
        <div className="panel-fault" role="alert">
          <p>
            {name} could not be drawn: {error instanceof Error ? error.message : String(error)}
          </p>
          <Button className="button" onPress={resetErrorBoundary}>
            Draw again
          </Button>
        </div>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}
