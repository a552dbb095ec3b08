/** Largest table that is read. */
export const MAX_TABLE_BYTES = 100_000_000;
