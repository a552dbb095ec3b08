import { DataError } from './datasets/data-source.ts';
import { show } from './describe-issue.ts';
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from './files/safetensors.ts';
import { parseSpecText } from './parse-spec.ts';
import { z } from './schema.ts';
import { sha256 } from './sha256.ts';
import { SpecError } from './spec-error.ts';
import type { ArmSpec, ExperimentSpec } from './spec.ts';

/** One arm at one step, with everything a resumed run needs to go on as if it had never stopped. */
export interface Checkpoint {
  /** The experiment, with this arm alone. */
  readonly spec: ExperimentSpec;
  /** Steps done. */
  readonly step: number;
  /** Own training time so far, s. */
  readonly seconds: number;
  /** The GPU it was computed on; on another the numbers differ in their last bits. */
  readonly adapter: string;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

const FORMAT = 'curvature-lab checkpoint';
const REMEDY = 'take another checkpoint';
const OTHER_RUN = 'resume with the spec it was saved from, or start from its weights alone with "initial"';

const metadataSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal('1'),
  spec: z.string(),
  step: z.string().regex(/^\d{1,10}$/),
  seconds: z.string().regex(/^\d+(\.\d+)?(e[+-]?\d+)?$/),
  adapter: z.string(),
  sha256: z.string(),
});

/** The spec of one of its arms alone, as checkpoints keep it. */
export function specOfArm(spec: ExperimentSpec, arm: ArmSpec): ExperimentSpec {
  return { ...spec, arms: [arm] };
}

/** The bytes of a checkpoint's safetensors file. @throws DataError for more layers than a header can name. */
export async function encodeCheckpoint({ spec, step, seconds, adapter, tensors }: Checkpoint): Promise<Uint8Array<ArrayBuffer>> {
  const metadata: z.infer<typeof metadataSchema> = {
    format: FORMAT,
    version: '1',
    spec: JSON.stringify(spec),
    step: String(step),
    seconds: String(seconds),
    adapter,
    sha256: await hash(tensors),
  };
  return encodeSafetensors({ tensors, metadata }, 'checkpoint');
}

/**
 * The checkpoint in a file.
 * @throws DataError when the file is damaged, holds other tensors than were saved, or is no checkpoint of ours.
 */
export async function decodeCheckpoint(bytes: Uint8Array<ArrayBuffer>, file: string): Promise<Checkpoint> {
  const { tensors, metadata } = decodeSafetensors(bytes, file);
  const parsed = metadataSchema.safeParse(metadata);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    const issue = `${path.map(String).join('.')}: ${message}`;
    throw new DataError(`${file}: expected a checkpoint of Curvature Lab, got other tensors (__metadata__.${issue})`, REMEDY);
  }
  const { spec, step, seconds, adapter, sha256: expected } = parsed.data;
  const got = await hash(tensors);
  if (got !== expected) {
    throw new DataError(`${file}: expected tensors with SHA-256 ${show(expected.slice(0, 12))}…, got ${got.slice(0, 12)}…`, REMEDY);
  }
  return { spec: readSpec(spec, file), step: Number(step), seconds: Number(seconds), adapter, tensors };
}

/**
 * Checks that a checkpoint is of this arm of this experiment: what changes the course of a run must be the same; names,
 * limits and evaluations may differ.
 * @throws DataError naming the first field that differs.
 */
export function expectSameRun(checkpoint: Checkpoint, spec: ExperimentSpec, arm: ArmSpec, file: string): void {
  const difference = firstDifference(courseOf(checkpoint.spec), courseOf(specOfArm(spec, arm)), '');
  if (difference === null) return;
  const { path, saved, asked } = difference;
  throw new DataError(`${file}: expected ${path} ${show(asked)} as the spec says, got ${show(saved)}`, OTHER_RUN);
}

function courseOf({ seed, data, model, batchSize, batchGrowth, order, arms }: ExperimentSpec): unknown {
  return { seed, data, model, batchSize, batchGrowth, order, optimizer: arms[0]!.optimizer };
}

interface Difference {
  readonly path: string;
  readonly saved: unknown;
  readonly asked: unknown;
}

/** The first place at which two values of JSON differ. */
function firstDifference(saved: unknown, asked: unknown, path: string): Difference | null {
  if (Object.is(saved, asked)) return null;
  if (typeof saved !== 'object' || typeof asked !== 'object' || saved === null || asked === null) return { path, saved, asked };
  const [left, right] = [new Map<string, unknown>(Object.entries(saved)), new Map<string, unknown>(Object.entries(asked))];
  // A kind decides which other fields there are.
  for (const key of new Set(['kind', ...left.keys(), ...right.keys()])) {
    const difference = firstDifference(left.get(key), right.get(key), path === '' ? key : `${path}.${key}`);
    if (difference !== null) return difference;
  }
  return null;
}

function readSpec(text: string, file: string): ExperimentSpec {
  try {
    return parseSpecText(text);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    throw new DataError(`${file}: its experiment cannot be run (${error.message})`, REMEDY, { cause: error });
  }
}

/** SHA-256 of all tensors' bytes, one after the other as they lie in the file. */
function hash(tensors: ReadonlyMap<string, StoredTensor>): Promise<string> {
  const bytes = new Uint8Array([...tensors.values()].reduce((sum, tensor) => sum + tensor.bytes.length, 0));
  let offset = 0;
  for (const tensor of tensors.values()) {
    bytes.set(tensor.bytes, offset);
    offset += tensor.bytes.length;
  }
  return sha256(bytes);
}
