/** Largest table that is read. */
export const MAX_TABLE_BYTES = 100_000_000;
/** Largest file of arrays, and what is unpacked of one. */
export const MAX_ARRAY_BYTES = 256 * 2 ** 20;
/** Largest checkpoint. */
export const MAX_CHECKPOINT_BYTES = 2 ** 30;
