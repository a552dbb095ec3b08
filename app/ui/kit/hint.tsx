import type { ReactElement, ReactNode } from 'react';
import { Focusable, Tooltip, TooltipTrigger } from 'react-aria-components';

/** Text that explains itself when pointed at or focused. */
export function Hint({ explanation, children, className = '' }: { explanation: string; children: ReactNode; className?: string }): ReactElement {
  return (
    <TooltipTrigger delay={300}>
      <Focusable>
        <span role="note" tabIndex={0} className={`hint ${className}`}>
          {children}
        </span>
      </Focusable>
      <Tooltip className="tooltip" offset={6}>
        {explanation}
      </Tooltip>
    </TooltipTrigger>
  );
}
