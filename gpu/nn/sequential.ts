import type { Graph } from '../graph/graph.ts';
import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Layer } from './layer.ts';
import { initialParameters, layoutParameters, type ParameterLayout } from './parameters.ts';
import type { Site } from './site.ts';

/** What a traced forward pass leaves behind. */
export interface ForwardPass {
  readonly outputs: Tensor;
  readonly sites: readonly Site[];
}

/** A model: layers one after the other, their weights in one flat buffer. */
export interface Model {
  readonly layers: readonly Layer[];
  readonly layout: ParameterLayout;
  /** Initial parameters `[layout.size]`. */
  initialise(seed: number): Float32Array;
  /** Traces the forward pass on `input` `[batch, inputs]` with weights from the flat variable `parameters`. */
  apply(graph: Graph, parameters: Variable, input: Tensor): ForwardPass;
}

export function sequential(layers: readonly Layer[]): Model {
  const layout = layoutParameters(layers);
  return {
    layers,
    layout,
    initialise: (seed) => initialParameters(layers, layout, seed),
    apply(graph, parameters, input) {
      const sites: Site[] = [];
      const slices = layout.slices.values();
      let outputs = input;
      for (const layer of layers) {
        const slice = layer.weight === null ? null : slices.next().value!;
        const weight = slice === null ? null : graph.read(parameters, slice.shape, slice.offset);
        outputs = layer.apply(outputs, weight, (site) => sites.push(site));
      }
      return { outputs, sites };
    },
  };
}
