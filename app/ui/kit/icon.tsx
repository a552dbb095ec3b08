import type { ReactElement } from 'react';

const PATHS = {
  play: 'M4 2.5v11l9-5.5z',
  pause: 'M4 2.5h3v11H4zM9 2.5h3v11H9z',
  step: 'M3 2.5v11l7-5.5zM11 2.5h2v11h-2z',
  reset: 'M8 2.5a5.5 5.5 0 1 0 5.5 5.5h-1.8A3.7 3.7 0 1 1 8 4.3V7l4-3.6L8 0z',
  light: 'M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM7.3 0h1.4v3H7.3zM7.3 13h1.4v3H7.3zM0 7.3h3v1.4H0zM13 7.3h3v1.4h-3z',
  dark: 'M6 1.5A6.8 6.8 0 1 0 14.5 10 5.6 5.6 0 0 1 6 1.5z',
  system: 'M1 2.5h14v9H1zM2.6 4v6h10.8V4zM5 12.8h6v1.4H5z',
  close: 'M3.4 2.3 8 6.9l4.6-4.6 1.1 1.1L9.1 8l4.6 4.6-1.1 1.1L8 9.1l-4.6 4.6-1.1-1.1L6.9 8 2.3 3.4z',
  add: 'M7.2 2.5h1.6v4.7h4.7v1.6H8.8v4.7H7.2V8.8H2.5V7.2h4.7z',
  up: 'M8 2.8l5 5-1.1 1.2L8.8 5.8v7.7H7.2V5.8L4.1 9 3 7.8z',
  down: 'M8 13.2l-5-5L4.1 7l3.1 3.2V2.5h1.6v7.7L11.9 7 13 8.2z',
} as const;

/** A small picture beside or instead of a word; the control it is in carries the name. */
export function Icon({ name }: { name: keyof typeof PATHS }): ReactElement {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
