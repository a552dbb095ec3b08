import { memo, useRef } from 'react';
import { inputSize } from '../../lab/data-shape.ts';
import { predictedClass } from '../../lab/predicted-class.ts';
import type { ImageShape } from '../../lab/task.ts';
import { useThemeColors } from '../charts/theme-colors.ts';
import { formatNumber, formatShare } from '../format.ts';
import { classWord } from './class-word.ts';
import { DigitImage } from './digit-image.tsx';
import { inkOf } from './ink-of.ts';

const BAR = { width: 8, height: 40 };

interface DigitGridProps {
  /** `[count, height, width, channels]`, 0–1. */
  readonly images: Float32Array;
  readonly labels: Uint8Array;
  /** `[count, classes]`. */
  readonly probabilities: Float32Array;
  /** Of each image in nats, where they are to be told. */
  readonly losses?: Float32Array;
  readonly classes: number;
  /** Of the classes, where they have any. */
  readonly names: readonly string[] | undefined;
  readonly shape: ImageShape;
}

/** Test images, each with its class probabilities and whether the most probable class is right. */
export const DigitGrid = memo(function DigitGrid(props: DigitGridProps) {
  const { images, labels, probabilities, losses, classes, names, shape } = props;
  const list = useRef<HTMLUListElement>(null);
  const ink = inkOf(shape, useThemeColors(list));
  const size = inputSize(shape);
  return (
    <ul ref={list} className="digit-grid chart-theme">
      {Array.from(labels, (label, index) => {
        const guess = predictedClass(probabilities, index, classes);
        const right = guess === label;
        const shares = probabilities.subarray(index * classes, (index + 1) * classes);
        return (
          <li key={index} className={right ? 'digit' : 'digit digit-wrong'}>
            <DigitImage
              name={`Test image of class ${classWord(label, names)}`}
              values={images.subarray(index * size, (index + 1) * size)}
              shape={shape}
              ink={ink}
            />
            <ProbabilityBars shares={shares} label={label} guess={guess} names={names} />
            <span className="digit-verdict">
              {guess < 0 ? (
                'not finite'
              ) : (
                <>
                  <span aria-hidden="true">{right ? '✓' : '✗'}</span>
                  <strong>{classWord(guess, names)}</strong> {formatShare(shares[guess] ?? NaN)}
                  {!right && <span className="digit-truth">is {classWord(label, names)}</span>}
                  <span className="chart-hidden">{right ? 'right' : 'wrong'}</span>
                </>
              )}
            </span>
            {losses === undefined ? null : <span className="digit-loss">loss {formatNumber(losses[index] ?? NaN, 3)}</span>}
          </li>
        );
      })}
    </ul>
  );
});

interface ProbabilityBarsProps {
  readonly shares: Float32Array;
  readonly label: number;
  readonly guess: number;
  readonly names: readonly string[] | undefined;
}

/** A bar a class, with its number below where it has no name; the true class is underlined, the predicted one dark. */
function ProbabilityBars({ shares, label, guess, names }: ProbabilityBarsProps) {
  const { width, height } = BAR;
  const words = Array.from(shares, (share, index) => ({ share, index }))
    .sort((a, b) => b.share - a.share)
    .slice(0, 3)
    .map(({ share, index }) => `${classWord(index, names)} ${formatShare(share)}`);
  return (
    <svg
      className="digit-bars"
      viewBox={`0 0 ${String(shares.length * width)} ${String(height + 16)}`}
      role="img"
      aria-label={`Most probable: ${words.join(', ')}`}
    >
      {Array.from(shares, (share, index) => {
        const tall = Number.isFinite(share) ? share * height : 0;
        const x = index * width;
        return (
          <g key={index}>
            <rect x={x + 1} y={height - 0.5} width={width - 2} height={0.5} className="digit-base" />
            <rect
              x={x + 1}
              y={height - tall}
              width={width - 2}
              height={tall}
              className={index === guess ? 'digit-bar-guess' : 'digit-bar'}
            />
            {shares.length <= 10 && names === undefined && (
              <text x={x + width / 2} y={height + 10} className={index === label ? 'digit-tick digit-tick-true' : 'digit-tick'}>
                {index}
              </text>
            )}
            {index === label && <rect x={x + 1} y={height + 13} width={width - 2} height={1.5} className="digit-truth-mark" />}
          </g>
        );
      })}
    </svg>
  );
}
