import { useState, type ReactElement, type ReactNode } from 'react';
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';

interface HintProps {
  readonly explanation: string;
  readonly children: ReactNode;
  readonly className?: string;
}

/** Text that explains itself when pointed at, focused or pressed, so by touch too. */
export function Hint({ explanation, children, className = '' }: HintProps): ReactElement {
  const [open, setOpen] = useState(false);
  return (
    <TooltipTrigger delay={300} isOpen={open} onOpenChange={setOpen} shouldCloseOnPress={false}>
      <Button className={`hint ${className}`} onPress={() => setOpen(true)}>
        {children}
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {explanation}
      </Tooltip>
    </TooltipTrigger>
  );
}
