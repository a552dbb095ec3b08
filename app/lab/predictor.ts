import { Graph } from '../../gpu/graph/graph.ts';
import { State } from '../../gpu/graph/state.ts';
import { inputSize } from './data-shape.ts';
import type { Task } from './task.ts';
import { compileReplayed, type Replayed, type TrainedModel } from './replayed.ts';

/** Values of the inputs of one replay, about. */
const VALUES_A_BATCH = 16_384;
/** Texts that are continued at a time: the likeliest and a sampled one of a prompt, or the answers to questions. */
const CONTINUATIONS = 2;
const ANSWERS = 8;

/** Examples of a task that are predicted at a time. */
export function predictionBatch(task: Task): number {
  if (task.kind === 'language') return task.scored.count === task.inputs.length ? CONTINUATIONS : ANSWERS;
  return Math.max(1, Math.min(1_024, Math.floor(VALUES_A_BATCH / inputSize(task.inputs))));
}

/** Runs the model on inputs from JavaScript. */
export class Predictor {
  readonly #program: Replayed;
  readonly #batchSize: number;
  readonly #features: number;
  readonly #outputs: number;

  private constructor(program: Replayed, batchSize: number, features: number, outputs: number) {
    this.#program = program;
    this.#batchSize = batchSize;
    this.#features = features;
    this.#outputs = outputs;
  }

  static async create(trained: TrainedModel, task: Task): Promise<Predictor> {
    const { context, model, loss, parameters, moments } = trained;
    const state = new State(trained.state);
    const batchSize = predictionBatch(task);
    const features = inputSize(task.inputs);
    const graph = new Graph();
    const inputs = state.variable('prediction inputs', [batchSize, features], task.inputs.kind === 'tokens' ? 'u32' : undefined);
    const pass = model.apply(graph, parameters, graph.read(inputs), { kind: 'evaluation', moments });
    const predictions = state.variable('predictions', pass.outputs.shape);
    graph.store(loss.predict(pass.outputs), graph.read(predictions));
    const program = await compileReplayed(context, { graph, state, input: inputs, outputs: [predictions] });
    const [rows, columns] = pass.outputs.shape as readonly [number, number];
    return new Predictor(program, batchSize, features, (rows / batchSize) * columns);
  }

  get bytes(): number {
    return this.#program.bytes;
  }

  /** Predictions `[count, outputs]` for inputs `[count, features]`; of a text `[count, scored positions, characters]`. */
  async predict(inputs: Float32Array | Uint32Array, count: number): Promise<Float32Array> {
    const predictions = new Float32Array(count * this.#outputs);
    for (let start = 0; start < count; start += this.#batchSize) {
      const rows = Math.min(this.#batchSize, count - start);
      const answer = await this.#program.run(inputs.slice(start * this.#features, (start + rows) * this.#features));
      predictions.set(answer.subarray(0, rows * this.#outputs), start * this.#outputs);
    }
    return predictions;
  }

  destroy(): void {
    this.#program.destroy();
  }
}
