import { memo, useRef } from 'react';
import type { SeenExample } from '../../lab/looks/look.ts';
import type { Task } from '../../lab/task.ts';
import { useThemeColors } from '../charts/theme-colors.ts';
import { classWord } from '../predictions/class-word.ts';
import { DigitImage } from '../predictions/digit-image.tsx';
import { inkOf } from '../predictions/ink-of.ts';

interface SeenExampleProps {
  readonly example: SeenExample;
  /** Of a text; null of anything else. */
  readonly characters: readonly string[] | null;
  readonly task: Task | null;
}

/** The example that a layer is shown at work on. */
export const SeenExampleView = memo(function SeenExampleView({ example, characters, task }: SeenExampleProps) {
  const figure = useRef<HTMLElement>(null);
  const theme = useThemeColors(figure);
  if (example.kind === 'image') {
    const { values, shape, label } = example;
    const word = label === null ? null : classWord(label, task?.kind === 'classification' ? task.names : undefined);
    const name = word === null ? 'Test image' : `Test image of class ${word}`;
    return (
      <figure ref={figure} className="seen-example chart-theme">
        <DigitImage {...{ name, values, shape }} ink={inkOf(shape, theme)} />
        <figcaption className="chart-axis-label">{word === null ? 'input' : `input, class ${word}`}</figcaption>
      </figure>
    );
  }
  return characters === null ? null : <p className="seen-text">{characters.join('')}</p>;
});
