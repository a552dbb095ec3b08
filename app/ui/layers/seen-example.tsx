import { memo, useRef } from 'react';
import type { SeenExample } from '../../lab/looks/look.ts';
import { useThemeColors } from '../charts/theme-colors.ts';
import { DigitImage } from '../predictions/digit-image.tsx';

interface SeenExampleProps {
  readonly example: SeenExample;
  /** Of a text; null of anything else. */
  readonly characters: readonly string[] | null;
}

/** The example that a layer is shown at work on. */
export const SeenExampleView = memo(function SeenExampleView({ example, characters }: SeenExampleProps) {
  const figure = useRef<HTMLElement>(null);
  const ink = useThemeColors(figure)?.ink ?? 'gray';
  if (example.kind === 'image') {
    const { values, width, height, label } = example;
    const name = label === null ? 'Test image' : `Test image of class ${label}`;
    return (
      <figure ref={figure} className="seen-example chart-theme">
        <DigitImage {...{ name, values, width, height, ink }} />
        <figcaption className="chart-axis-label">{label === null ? 'input' : `input, class ${label}`}</figcaption>
      </figure>
    );
  }
  return characters === null ? null : <p className="seen-text">{characters.join('')}</p>;
});
