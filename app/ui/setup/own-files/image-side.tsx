import { useState, type ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { Shape } from '../../../../gpu/graph/tensor.ts';
import type { NumberDraft } from '../../../state/draft.ts';
import { NumberField } from '../fields.tsx';

interface ImageSideProps {
  /** `[images, height, width]` as they are. */
  readonly shape: Shape;
  readonly onSide: (side: number) => void;
}

/** Asks for another size of images that are still at hand. */
export function ImageSide({ shape: [, height = 0, width = 0], onSide }: ImageSideProps): ReactElement {
  const [side, setSide] = useState<NumberDraft>(Math.max(width, height));
  const isOther = typeof side === 'number' && (side !== width || side !== height);
  return (
    <div className="own-files-side">
      <NumberField label="Side in pixels" path="images.side" value={side} onChange={setSide} />
      <Button className="button" isDisabled={!isOther} onPress={() => onSide(Number(side))}>
        Scale again
      </Button>
    </div>
  );
}
