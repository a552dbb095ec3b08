import { z } from './schema.ts';

/** Ranges that fields of several parts of a spec share. */
export const period = z.int().min(1).max(10_000);
export const learningRate = z.number().positive().max(1_000);
export const momentum = z.number().min(0).lt(1);
export const weightDecay = z.number().min(0).max(1);
