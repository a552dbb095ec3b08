import { memo, useState } from 'react';
import type { VisibleAttention } from '../../lab/looks/visible-layer.ts';
import { ColorBar } from '../charts/color-bar.tsx';
import { DataTable } from '../charts/data-table.tsx';
import { VIRIDIS } from '../charts/viridis.ts';
import { formatCount } from '../format.ts';
import { AttentionMap } from './attention-map.tsx';
import { attentionRows, type Cell } from './attention-text.ts';
import { charactersOf } from './layer-words.ts';
import { SeenArm, type ArmLook } from './seen-arm.tsx';

interface AttentionViewProps {
  readonly visible: VisibleAttention;
  readonly arms: readonly ArmLook[];
  /** The vocabulary; null where positions are no characters. */
  readonly characters: string | null;
  /** The only head to show, from 0; null for all. */
  readonly head: number | null;
  readonly asTable: boolean;
}

/** The attention of all arms at one example: one cell is pointed at in all of them. */
export const AttentionView = memo(function AttentionView({ visible, arms, characters, head, asTable }: AttentionViewProps) {
  const [cursor, setCursor] = useState<Cell | null>(null);
  const { name: layer, heads, length, isCausal } = visible;
  return (
    <>
      {asTable ? null : (
        <div className="map-scale">
          <span className="chart-axis-label">share of what the position takes in</span>
          <ColorBar colors={VIRIDIS} range={[0, 1]} />
        </div>
      )}
      {arms.map(({ name, style, event }) => (
        <SeenArm key={name} name={name} style={style} step={event?.step ?? null} layer={layer}>
          {event?.picture.kind !== 'attention' ? null : asTable ? (
            <DataTable
              caption={`Whom each position looks at most in ${layer} of ${name}, and by what share`}
              columns={['position', ...event.picture.heads.map((_, index) => `head ${index + 1}`)]}
              rows={attentionRows(event.picture.heads, charactersOf(event.example, characters))}
            />
          ) : (
            <div className="attention-heads">
              {event.picture.heads.map((shares, index) =>
                head !== null && head !== index ? null : (
                  <AttentionMap
                    key={index}
                    owner={`${layer}, ${name}`}
                    head={index}
                    shares={shares}
                    length={length}
                    characters={charactersOf(event.example, characters)}
                    isCausal={isCausal}
                    cursor={cursor}
                    onCursor={setCursor}
                  />
                ),
              )}
            </div>
          )}
          {event?.picture.kind === 'attention' && event.picture.heads.length < heads ? (
            <p className="chart-note">
              The first {formatCount(event.picture.heads.length)} of {formatCount(heads)} heads.
            </p>
          ) : null}
        </SeenArm>
      ))}
    </>
  );
});
