import type { ReactElement } from 'react';

interface TableToggleProps {
  readonly asTable: boolean;
  readonly onChange: (asTable: boolean) => void;
  /** What the button does, for a pointer that rests on it. */
  readonly title?: string;
  readonly className?: string;
}

/** Turns a picture into a table of its numbers, and back. */
export function TableToggle({ asTable, onChange, title = 'View as table', className }: TableToggleProps): ReactElement {
  return (
    <button
      type="button"
      className={className}
      aria-pressed={asTable}
      title={title}
      onClick={() => {
        onChange(!asTable);
      }}
    >
      Table
    </button>
  );
}
