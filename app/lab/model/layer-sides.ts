import { layerWidths } from './plan-memory.ts';
import type { ExperimentSpec } from './spec.ts';

/** The sides of the weight of one layer. */
export interface LayerSides {
  /** Without the bias. */
  readonly inputs: number;
  readonly outputs: number;
}

/** The layers with weights of the model that a spec describes, in the order of computation. */
export function layerSides(spec: Pick<ExperimentSpec, 'data' | 'model'>): readonly LayerSides[] {
  const widths = layerWidths(spec);
  return widths.slice(1).map((outputs, index) => ({ inputs: widths[index]!, outputs }));
}
