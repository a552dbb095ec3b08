import { Graph } from '../../../gpu/graph/graph.ts';
import { State } from '../../../gpu/graph/state.ts';
import { sizeOf } from '../../../gpu/graph/tensor.ts';
import { ShapeError } from '../../../gpu/runtime/errors.ts';
import { inputSize } from '../data-shape.ts';
import type { Task } from '../task.ts';
import { readFloats } from '../read-floats.ts';
import { compileReplayed, type Replayed, type TrainedModel } from '../replayed.ts';
import type { LayerSnapshot } from './picture-layer.ts';
import type { VisibleLayer } from './visible-layer.ts';

/** The forward pass of one example up to one layer: a program of its own, of which training knows nothing. */
export class LayerProbe {
  readonly visible: VisibleLayer;
  readonly #trained: TrainedModel;
  readonly #program: Replayed;

  private constructor(visible: VisibleLayer, trained: TrainedModel, program: Replayed) {
    this.visible = visible;
    this.#trained = trained;
    this.#program = program;
  }

  /** @throws OutOfMemoryError; ShaderCompileError; ShapeError for a layer that has no attention to be seen. */
  static async create(trained: TrainedModel, task: Task, visible: VisibleLayer): Promise<LayerProbe> {
    const { context, model, parameters, moments } = trained;
    const state = new State(trained.state);
    const graph = new Graph();
    const input = state.variable('seen example', [1, inputSize(task.inputs)], task.inputs.kind === 'tokens' ? 'u32' : undefined);
    const { nodes } = model.apply(graph, parameters, graph.read(input), { kind: 'evaluation', moments });
    // The first node brings the data into shape.
    const { result, attention } = nodes[visible.layer + 1]!;
    const seen = visible.kind === 'attention' ? attention : result;
    if (seen === null) throw new ShapeError(`layer ${visible.name}: expected attention, got a layer that tells of none; choose another`);
    const output = state.variable('seen layer', seen.shape);
    graph.store(seen, graph.read(output));
    return new LayerProbe(visible, trained, await compileReplayed(context, { graph, state, input, outputs: [output] }));
  }

  /** What the layer makes of an example `[features]`, or of tokens `[length]`, by the weights as they are now. */
  async read(example: Float32Array | Uint32Array): Promise<LayerSnapshot> {
    const values = await this.#program.run(example);
    return { values, weight: await this.#weight() };
  }

  destroy(): void {
    this.#program.destroy();
  }

  async #weight(): Promise<Float32Array | null> {
    const [first] = this.visible.weights;
    if (this.visible.kind === 'attention' || this.visible.filters === null || first === undefined) return null;
    const { context, model, state, parameters } = this.#trained;
    const { offset, shape } = model.layout.slices[first]!;
    const [weight] = await readFloats(context, [state.range(parameters, offset, sizeOf(shape))]);
    return weight;
  }
}
