import { z } from '../schema.ts';

export const width = z.int().min(1).max(8_192);
export const layerName = z.string().min(1).max(40);

/** What every layer of a graph has. */
export const layerFields = {
  /** Unique in the model; null for its kind and number, such as "dense 2". */
  name: layerName.nullable().default(null),
  /** The layers that feed it, by name; null for the one before it, or the data. */
  from: z.array(layerName).min(1).max(8).nullable().default(null),
} as const;

/** What a layer with weights has besides. */
export const tieField = {
  /** A layer before it of the same kind and sizes whose weights it uses too; null for weights of its own. */
  tiedTo: layerName.nullable().default(null),
} as const;
