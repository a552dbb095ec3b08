import { useId, type ReactElement, type ReactNode } from 'react';
import type { LayerLookEvent } from '../../lab/looks/look.ts';
import type { ArmStyle } from '../arm-style.ts';
import { formatCount } from '../format.ts';
import { LineSample } from '../kit/line-sample.tsx';

/** What was seen of a layer in one arm. */
export interface ArmLook extends Pick<SeenArmProps, 'name' | 'style'> {
  /** Null while nothing was. */
  readonly event: LayerLookEvent | null;
}

interface SeenArmProps {
  readonly name: string;
  readonly style: ArmStyle | undefined;
  /** When it was seen; null while it has not been. */
  readonly step: number | null;
  readonly layer: string;
  readonly children: ReactNode;
}

/** What is seen of a layer in one arm, under the arm's name. */
export function SeenArm({ name, style, step, layer, children }: SeenArmProps): ReactElement {
  const id = useId();
  return (
    <section className="seen-arm" aria-labelledby={id}>
      <h4 id={id} className="seen-name">
        {style === undefined ? null : <LineSample style={style} />}
        {name}
        {step === null ? null : <span className="section-note">at step {formatCount(step)}</span>}
      </h4>
      {step === null ? (
        <p className="chart-note">
          {layer} of {name} is being read…
        </p>
      ) : (
        children
      )}
    </section>
  );
}
