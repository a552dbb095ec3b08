/** Images of one data set. */
export const MAX_IMAGES = 50_000;
