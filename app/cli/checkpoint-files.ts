import { rename, writeFile } from 'node:fs/promises';
import { decodeCheckpoint } from '../lab/checkpoint.ts';
import { collectBytes } from '../lab/datasets/collect-bytes.ts';
import type { CheckpointFile } from '../lab/resume-arms.ts';
import type { Session } from '../lab/session.ts';
import type { ArmSpec } from '../lab/spec.ts';
import { folderDataSource } from './folder-data-source.ts';

const SUFFIX = '.safetensors';
const MAX_BYTES = 2 ** 30;

/**
 * The file of each arm: `run.safetensors` for one arm, else `run.0-k-fac.safetensors`, `run.1-sgd.safetensors`, … by number
 * and name.
 */
export function checkpointPaths(path: string, arms: readonly Pick<ArmSpec, 'name'>[]): readonly string[] {
  if (arms.length === 1) return [path];
  const stem = path.slice(0, -SUFFIX.length);
  return arms.map(({ name }, index) => {
    const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    return `${stem}.${[index, ...words].join('-')}${SUFFIX}`;
  });
}

/** @throws DataError when it is missing, damaged or no checkpoint. */
export async function readCheckpoint(path: string): Promise<CheckpointFile> {
  const remedy = 'name a checkpoint that lab run --checkpoint wrote';
  const stream = await folderDataSource('.', remedy).open(path);
  const bytes = await collectBytes(stream, { name: path, limit: MAX_BYTES, beyond: 'refuse', remedy, signal: undefined });
  return { file: path, checkpoint: await decodeCheckpoint(bytes, path) };
}

/** Stores what all arms of a session need to go on, one file an arm. */
export async function writeCheckpoints(session: Session, paths: readonly string[]): Promise<void> {
  for (const [index, path] of paths.entries()) await writeWhole(path, await session.checkpoint(index));
}

/** Writes a file that is there in whole or as it was before: under another name first. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const part = `${path}.part`;
  await writeFile(part, bytes, { flush: true });
  await rename(part, path);
}
