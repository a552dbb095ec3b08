import type { ReactElement } from 'react';
import type { KeptInspection } from '../../lab/inspection-event.ts';
import { unreachable } from '../../lab/unreachable.ts';
import type { Scaling } from '../../state/view-settings.ts';
import { formatCount } from '../format.ts';
import { DiagonalView } from './diagonal-view.tsx';
import { MatrixView } from './matrix-view.tsx';

interface KeptViewProps {
  readonly kept: KeptInspection;
  readonly heatmapScaling: Scaling;
  readonly asTable: boolean;
}

/** One of the things a curvature block consists of. */
export function KeptView({ kept, ...view }: KeptViewProps): ReactElement {
  switch (kept.kind) {
    case 'matrix':
      return <MatrixView matrix={kept} {...view} />;
    case 'diagonal':
      return <DiagonalView diagonal={kept} {...view} />;
    case 'identity':
      return (
        <section className="factor" aria-label={kept.symbol}>
          <h4 className="factor-name">
            <var>{kept.symbol}</var> = <var>I</var>
            <span className="factor-size">
              {formatCount(kept.size)} × {formatCount(kept.size)}
            </span>
          </h4>
          <p className="chart-note">
            A forward-only estimate looks at no gradients, so {kept.symbol} is the identity: the direction is A⁻¹∇ and nothing is kept for
            the outputs.
          </p>
        </section>
      );
    default:
      return unreachable(kept);
  }
}
