import { memo } from 'react';
import type { VisibleMaps } from '../../lab/looks/visible-layer.ts';
import { ColourFilters } from './colour-filters.tsx';
import { MapGrid } from './map-grid.tsx';
import { SeenArm, type ArmLook } from './seen-arm.tsx';

interface MapsViewProps {
  readonly visible: VisibleMaps;
  readonly arms: readonly ArmLook[];
  readonly asTable: boolean;
}

/** The filters of a layer and what they make of one example, an arm beside the other. */
export const MapsView = memo(function MapsView({ visible, arms, asTable }: MapsViewProps) {
  const { name: layer, rows, columns, channels, isSigned, filters } = visible;
  return (
    <div className="seen-arms">
      {arms.map(({ name, style, event }) => {
        const picture = event?.picture;
        const owner = `${layer}, ${name}`;
        return (
          <SeenArm key={name} name={name} style={style} step={event?.step ?? null} layer={layer}>
            {picture?.kind !== 'maps' ? null : (
              <>
                {picture.filters === null || filters === null ? null : picture.filters.kind === 'colours' ? (
                  <ColourFilters {...{ owner, filters: picture.filters.filters, count: channels, asTable }} />
                ) : (
                  <MapGrid
                    {...{ what: 'filter', owner, quantity: 'weight', maps: picture.filters.filters, count: channels }}
                    {...{ rows: filters.side, columns: filters.side, isSigned: true, asTable }}
                  />
                )}
                <MapGrid
                  {...{ what: 'map', owner, quantity: 'value', maps: picture.maps, count: channels, rows, columns, isSigned, asTable }}
                />
              </>
            )}
          </SeenArm>
        );
      })}
    </div>
  );
});
