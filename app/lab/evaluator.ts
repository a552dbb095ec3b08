import { Graph } from '../../gpu/graph/graph.ts';
import { State } from '../../gpu/graph/state.ts';
import type { TestAnswers } from './mistakes.ts';
import { compileReplayed, type Replayed, type TrainedModel } from './replayed.ts';
import { readMinibatch } from './read-minibatch.ts';
import type { UploadedSplit } from './uploaded-dataset.ts';

/** Examples scored at a time. */
export const EVALUATION_BATCH = 500;

export interface Evaluation {
  readonly loss: number;
  readonly metric: number;
  readonly answers: TestAnswers | null;
}

/** Scores the first examples of a split, in order, each exactly once. */
export class Evaluator {
  readonly #program: Replayed;
  readonly #examples: number;
  readonly #batchSize: number;
  /** Numbers of a prediction that are kept; 0 for none. */
  readonly #classes: number;

  private constructor(program: Replayed, examples: number, batchSize: number, classes: number) {
    this.#program = program;
    this.#examples = examples;
    this.#batchSize = batchSize;
    this.#classes = classes;
  }

  /** @param classes of the predictions to keep, 0 to keep none */
  static async create(trained: TrainedModel, split: UploadedSplit, examples: number, classes = 0): Promise<Evaluator> {
    const { context, model, loss, parameters } = trained;
    const state = new State(trained.state);
    const batchSize = Math.min(examples, EVALUATION_BATCH);
    const graph = new Graph();
    const counter = state.variable('evaluation counter', [2], 'u32');
    const { inputs, targets } = readMinibatch(graph, split, loss, graph.read(counter), { batchSize, order: 'sequential' });
    const { outputs } = model.apply(graph, parameters, inputs);
    const losses = state.variable('evaluation losses', [batchSize]);
    const metrics = state.variable('evaluation metrics', [batchSize]);
    graph.store(loss.values(outputs, targets), graph.read(losses));
    graph.store(loss.metric(outputs, targets), graph.read(metrics));
    const kept = [losses, metrics];
    if (classes > 0) {
      const probabilities = state.variable('evaluation predictions', [batchSize, classes]);
      graph.store(loss.predict(outputs), graph.read(probabilities));
      kept.push(probabilities);
    }
    const program = await compileReplayed(context, { graph, state, input: counter, outputs: kept });
    return new Evaluator(program, examples, batchSize, classes);
  }

  get bytes(): number {
    return this.#program.bytes;
  }

  /** Means over the examples, with the answers where they are kept; the last batch wraps around and only its first part counts. */
  async evaluate(): Promise<Evaluation> {
    const losses = new Float32Array(this.#examples);
    const probabilities = new Float32Array(this.#examples * this.#classes);
    let loss = 0;
    let metric = 0;
    for (let start = 0, batch = 0; start < this.#examples; start += this.#batchSize, batch++) {
      const scores = await this.#program.run(Uint32Array.of(batch, 0));
      const counted = Math.min(this.#batchSize, this.#examples - start);
      for (let row = 0; row < counted; row++) {
        loss += scores[row]!;
        metric += scores[this.#batchSize + row]!;
      }
      losses.set(scores.subarray(0, counted), start);
      const predictions = 2 * this.#batchSize;
      probabilities.set(scores.subarray(predictions, predictions + counted * this.#classes), start * this.#classes);
    }
    const answers = this.#classes > 0 ? { losses, probabilities } : null;
    return { loss: loss / this.#examples, metric: metric / this.#examples, answers };
  }

  destroy(): void {
    this.#program.destroy();
  }
}
