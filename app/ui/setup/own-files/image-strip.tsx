import type { ReactElement } from 'react';
import type { ImagePreview } from '../../../lab/files/arrays/image-preview.ts';
import { DigitImage } from '../../predictions/digit-image.tsx';

interface ImageStripProps {
  readonly preview: ImagePreview;
}

/** A few images of an array as a model sees them. */
export function ImageStrip({ preview: { rows, values, ...shape } }: ImageStripProps): ReactElement {
  const size = shape.width * shape.height * shape.channels;
  return (
    <ul className="own-files-strip" aria-label="Some of the images">
      {rows.map((row, index) => (
        <li key={row}>
          <DigitImage name={`Image ${row + 1}`} values={values.subarray(index * size, (index + 1) * size)} shape={shape} ink={null} />
        </li>
      ))}
    </ul>
  );
}
