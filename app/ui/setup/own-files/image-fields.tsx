import { useState, type ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { Shape } from '../../../../gpu/graph/tensor.ts';
import type { ImageWishes } from '../../../lab/files/images/frame.ts';
import type { PackedImages } from '../../../worker/look-through.ts';
import { Segmented } from '../../kit/segmented.tsx';
import type { NumberDraft } from '../../../state/draft.ts';
import { NumberField } from '../fields.tsx';

interface ImageFieldsProps {
  /** `[images, height, width]` as they are, with three channels where they are in colour. */
  readonly shape: Shape;
  readonly images: PackedImages;
  readonly onImages: (wishes: ImageWishes) => void;
}

/** Asks for another size, or for grey or colour, of images that are still at hand. */
export function ImageFields({ shape: [, height = 0, width = 0, depth], images, onImages }: ImageFieldsProps): ReactElement {
  const channels = depth === 3 ? 3 : 1;
  const [side, setSide] = useState<NumberDraft>(Math.max(width, height));
  const isOther = typeof side === 'number' && (side !== width || side !== height);
  return (
    <>
      {images.holdsColour ? (
        <Segmented
          label="Channels of the images"
          segments={[
            { value: 'colour', label: 'Colour' },
            { value: 'grey', label: 'Grey' },
          ]}
          value={channels === 3 ? 'colour' : 'grey'}
          onChange={(chosen) => onImages({ side: images.side, channels: chosen === 'colour' ? 3 : 1 })}
        />
      ) : null}
      <div className="own-files-side">
        <NumberField label="Side in pixels" path="images.side" value={side} onChange={setSide} />
        <Button className="button" isDisabled={!isOther} onPress={() => onImages({ side: Number(side), channels })}>
          Scale again
        </Button>
      </div>
    </>
  );
}
