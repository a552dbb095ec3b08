import { z } from '../lab/schema.ts';
import type { Command } from './protocol.ts';

const runId = z.int().min(0);
const index = z.int().min(0).max(10_000);

const lookSchema = z.strictObject({ layer: index, example: z.int().min(0), channel: index.nullable() });
/** A person's own files that a spec names, as far as they are there. */
const files = z
  .array(z.strictObject({ name: z.string().max(1_024), file: z.instanceof(Blob) }))
  .max(8)
  .default([]);

const messageSchema = z.discriminatedUnion('type', [
  /** The client's first words: where the prepared data lie. */
  z.strictObject({ type: z.literal('connect'), dataFolder: z.url() }),
  /** The spec is checked when the run starts, so that its issues reach the page as a failure of that run. */
  z.strictObject({ type: z.literal('load'), runId, spec: z.unknown(), play: z.boolean(), files }),
  z.strictObject({ type: z.literal('play'), runId }),
  z.strictObject({ type: z.literal('pause'), runId }),
  z.strictObject({ type: z.literal('step'), runId }),
  z.strictObject({ type: z.literal('speed'), runId, stepsPerSecond: z.number().positive().nullable() }),
  z.strictObject({ type: z.literal('inspect'), runId, selection: z.strictObject({ arm: index, layer: index }).nullable() }),
  z.strictObject({ type: z.literal('look'), runId, look: lookSchema.nullable() }),
  z.strictObject({ type: z.literal('acknowledge'), runId, sequence: z.int().min(0) }),
  z.strictObject({
    type: z.literal('fit'),
    fitId: runId,
    spec: z.unknown(),
    files,
    budget: z.strictObject({ bytes: z.number().positive(), relative: z.number().positive() }),
  }),
  z.strictObject({ type: z.literal('cancel-fit'), fitId: runId }),
]);

/** A message to the worker: a command whose spec is still unchecked, or the client's greeting. */
export type WorkerMessage = z.infer<typeof messageSchema>;

/** The greeting a client sends before any command. */
export type Connect = Extract<WorkerMessage, { type: 'connect' }>;

/** Everything the page may post to the worker. */
export type ClientMessage = Command | Connect;

/** @throws Error for anything that is no message of the protocol; the sender is then another version of the page. */
export function parseMessage(data: unknown): WorkerMessage {
  const result = messageSchema.safeParse(data);
  if (result.success) return result.data;
  throw new Error(`worker: expected a command, got ${z.prettifyError(result.error)}; reload the page`);
}
