import { DataError } from '../lab/datasets/data-source.ts';
import { curvatureArrays } from '../lab/curvature-arrays.ts';
import { encodeNpz } from '../lab/files/npz.ts';
import { readCheckpoint, writeWhole } from './checkpoint-files.ts';
import { expectWritable } from './expect-writable.ts';
import { formatTable } from './format-table.ts';
import type { Terminal } from './terminal.ts';

/**
 * Writes the curvature in a checkpoint as numpy arrays and prints their names.
 * @throws DataError for a file that is no checkpoint or has no factors; UsageError when `out` cannot be written.
 */
export async function factorsCommand(
  { checkpoint: path, out }: { readonly checkpoint: string; readonly out: string },
  terminal: Terminal,
): Promise<number> {
  await expectWritable('--out', out);
  const { checkpoint } = await readCheckpoint(path);
  const arrays = curvatureArrays(checkpoint.tensors);
  if (arrays.size === 0) {
    const { name, optimizer } = checkpoint.spec.arms[0]!;
    throw new DataError(`${path}: expected factors, got none in ${name} (${optimizer.kind})`, 'take the checkpoint of a K-FAC arm');
  }
  await writeWhole(out, encodeNpz(arrays));
  terminal.out(
    formatTable(
      ['array', 'shape'],
      [...arrays].map(([name, { shape }]) => [name, shape.join(' × ')]),
    ),
  );
  return 0;
}
