import type { DataSource } from '../datasets/data-source.ts';

/** For data that is made, not read. */
export const noFiles: DataSource = { open: (name) => Promise.reject(new Error(`data: expected generated data, got the file ${name}`)) };
