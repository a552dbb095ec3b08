import { memo, useEffect, useId, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent } from 'react';
import { matrixPixels } from '../charts/matrix-pixels.ts';
import { VIRIDIS } from '../charts/viridis.ts';
import { spellCell, strongest, summariseHead, type Cell } from './attention-text.ts';

interface AttentionMapProps {
  /** Whose head it is. */
  readonly owner: string;
  /** From 0. */
  readonly head: number;
  /** `[length, length]` */
  readonly shares: Float32Array;
  readonly length: number;
  /** What stands at the positions; null where they have no characters. */
  readonly characters: readonly string[] | null;
  readonly isCausal: boolean;
  /** The cell that all maps show; null for none. */
  readonly cursor: Cell | null;
  readonly onCursor: (cell: Cell | null) => void;
}

/** One head: who looks at whom, with the characters along both sides, the cell under pointer or keyboard spelled out. */
export const AttentionMap = memo(function AttentionMap(props: AttentionMapProps) {
  const { owner, head, shares, length, characters, isCausal, cursor, onCursor } = props;
  const id = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const side = cellSide(length);
  // Many maps tell of one cell: only the one that has the focus says it aloud.
  const [isFocused, setFocused] = useState(false);
  const summary = useMemo(() => summariseHead(shares), [shares]);

  useEffect(() => {
    const seen = isCausal ? shares.map((share, index) => (index % length > Math.floor(index / length) ? NaN : share)) : shares;
    canvas.current?.getContext('2d')?.putImageData(new ImageData(matrixPixels(seen, VIRIDIS, 'linear', [0, 1]), length, length), 0, 0);
  }, [shares, length, isCausal]);

  const moveBy = (down: number, right: number): void => {
    const last = length - 1;
    const from = cursor ?? { row: last, column: strongest(last, shares) };
    const clamp = (value: number): number => Math.min(Math.max(value, 0), last);
    onCursor({ row: clamp(from.row + down), column: clamp(from.column + right) });
    frame.current?.querySelector('.attention-cursor')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step !== undefined) moveBy(...step);
    else if (event.key === 'Escape') onCursor(null);
    else return;
    event.preventDefault();
  };
  return (
    <section className="attention" aria-labelledby={`${id}-title`} style={{ '--cell': `${side}px`, '--length': length } as CSSProperties}>
      <h5 id={`${id}-title`} className="map-title">
        <span className="chart-hidden">{owner}, </span>
        <span className="attention-head">head</span> {head + 1}
      </h5>
      <div
        ref={frame}
        className="attention-frame"
        role="group"
        tabIndex={0}
        aria-label={`Head ${head + 1} of ${owner}: arrow keys move from position to position`}
        aria-describedby={`${id}-cell`}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setFocused(false);
        }}
        onFocus={() => {
          setFocused(true);
          if (cursor === null) moveBy(0, 0);
        }}
        onPointerMove={(event) => {
          const box = canvas.current?.getBoundingClientRect();
          if (box === undefined) return;
          const [row, column] = [Math.floor((event.clientY - box.top) / side), Math.floor((event.clientX - box.left) / side)];
          const inside = row >= 0 && row < length && column >= 0 && column < length;
          if (inside && (row !== cursor?.row || column !== cursor.column)) onCursor({ row, column });
        }}
        onPointerLeave={() => {
          // What the keyboard points at stays, also while the page scrolls under the pointer.
          if (!isFocused) onCursor(null);
        }}
      >
        <span className="attention-corner" aria-hidden="true">
          ↓ looks at →
        </span>
        <Axis className="attention-columns" length={length} characters={characters} side={side} current={cursor?.column ?? -1} />
        <Axis className="attention-rows" length={length} characters={characters} side={side} current={cursor?.row ?? -1} />
        <div className="attention-cells">
          <canvas ref={canvas} width={length} height={length} role="img" aria-label={`Head ${head + 1} ${summary}`} />
          {cursor === null ? null : (
            <span className="attention-cursor" style={{ '--row': cursor.row, '--column': cursor.column } as CSSProperties} />
          )}
        </div>
      </div>
      <p id={`${id}-cell`} className="matrix-cell attention-cell" aria-live={isFocused ? 'polite' : 'off'}>
        {cursor === null ? summary : spellCell(cursor, shares, characters, isCausal)}
      </p>
    </section>
  );
});

const STEPS: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
  PageUp: [-Infinity, 0],
  PageDown: [Infinity, 0],
};

/** Side of a cell, px: letters have room beside all but the longest texts. */
function cellSide(length: number): number {
  if (length <= 16) return 18;
  if (length <= 40) return 12;
  return length <= 100 ? 10 : 5;
}

interface AxisProps {
  readonly className: string;
  readonly length: number;
  readonly characters: readonly string[] | null;
  readonly side: number;
  readonly current: number;
}

/** Characters along a side; positions without them are numbered now and then. */
const Axis = memo(function Axis({ className, length, characters, side, current }: AxisProps) {
  const isLettered = characters !== null && side >= 10;
  const every = side >= 18 ? 1 : 10;
  return (
    <div className={`attention-axis ${className}`} aria-hidden="true">
      {Array.from({ length }, (_, index) => (
        <span key={index} className={index === current ? 'attention-letter attention-letter-current' : 'attention-letter'}>
          {isLettered ? characters[index] : (index + 1) % every === 0 ? index + 1 : ''}
        </span>
      ))}
    </div>
  );
});
