import { placeIn } from '../lab/files/images/frame.ts';
import type { ImageDecoder } from './pack-images.ts';

/**
 * Decodes images upright, whole and as large as they can be in their frame. What they leave of it has the colour of
 * their first pixel, and what is transparent is white. Of images that move it is the first picture, of more than eight bits a channel
 * the upper eight.
 */
export function imageDecoder(): ImageDecoder {
  let canvas: OffscreenCanvas | null = null;
  return async (file, frame) => {
    if (canvas?.width !== frame.width || canvas.height !== frame.height) canvas = new OffscreenCanvas(frame.width, frame.height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) throw new Error('decode-image: expected a canvas to draw on, got none; close other pages');
    const bitmap = await createImageBitmap(file);
    try {
      const { width, height, x, y } = placeIn(frame, bitmap);
      context.fillStyle = 'white';
      context.fillRect(0, 0, frame.width, frame.height);
      // Smoothed, one pixel would be mixed with those beside it.
      context.imageSmoothingEnabled = false;
      context.drawImage(bitmap, 0, 0, 1, 1, 0, 0, frame.width, frame.height);
      context.fillRect(x, y, width, height);
      context.imageSmoothingEnabled = true;
      context.imageSmoothingQuality = 'high';
      context.drawImage(bitmap, x, y, width, height);
    } finally {
      bitmap.close();
    }
    return context.getImageData(0, 0, frame.width, frame.height).data;
  };
}
