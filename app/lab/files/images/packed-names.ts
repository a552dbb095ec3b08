/** What the arrays are called in a file that is made of images. */
export const PACKED_IMAGES = 'x';
export const PACKED_LABELS = 'y';
export const PACKED_CLASSES = 'classes';
