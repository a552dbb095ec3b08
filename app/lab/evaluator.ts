import { Graph } from '../../gpu/graph/graph.ts';
import { State } from '../../gpu/graph/state.ts';
import type { TestAnswers } from './mistakes.ts';
import type { PositionScores } from './position-scores.ts';
import { compileReplayed, type Replayed, type TrainedModel } from './replayed.ts';
import { readMinibatch } from './read-minibatch.ts';
import type { Task } from './task.ts';
import type { UploadedSplit } from './uploaded-dataset.ts';

/** Examples scored at a time; of texts, characters. */
const EXAMPLES_A_BATCH = 500;
const CHARACTERS_A_BATCH = 2_048;

/** Examples of a task that are scored at a time. */
export function evaluationBatch({ inputs }: Task): number {
  return inputs.kind === 'tokens' ? Math.max(1, Math.floor(CHARACTERS_A_BATCH / inputs.length)) : EXAMPLES_A_BATCH;
}

export interface Evaluation {
  readonly loss: number;
  readonly metric: number;
  readonly answers: TestAnswers | null;
  /** Null where an example is one term alone. */
  readonly positions: PositionScores | null;
}

interface EvaluationSizes {
  readonly examples: number;
  readonly batchSize: number;
  readonly terms: number;
  readonly columns: number;
}

/** Scores the first examples of a split, in order, each exactly once. */
export class Evaluator {
  readonly #program: Replayed;
  readonly #examples: number;
  readonly #batchSize: number;
  /** Terms of the loss that each example makes. */
  readonly #terms: number;
  /** Numbers of a prediction that are kept; 0 for none. */
  readonly #columns: number;

  private constructor(program: Replayed, sizes: EvaluationSizes) {
    this.#program = program;
    this.#examples = sizes.examples;
    this.#batchSize = sizes.batchSize;
    this.#terms = sizes.terms;
    this.#columns = sizes.columns;
  }

  /** @param most examples to score at a time; @param kept columns of the predictions to keep, none when absent */
  static async create(
    trained: TrainedModel,
    split: UploadedSplit,
    examples: number,
    most: number,
    { columns }: { readonly columns: number } = { columns: 0 },
  ): Promise<Evaluator> {
    const { context, model, loss, parameters, moments } = trained;
    const state = new State(trained.state);
    const batchSize = Math.min(examples, most);
    const graph = new Graph();
    const counter = state.variable('evaluation counter', [2], 'u32');
    const { inputs, targets } = readMinibatch(graph, split, loss, graph.read(counter), { batchSize, order: 'sequential' });
    const { outputs } = model.apply(graph, parameters, inputs, { kind: 'evaluation', moments });
    const rows = outputs.shape[0]!;
    const losses = state.variable('evaluation losses', [rows]);
    const metrics = state.variable('evaluation metrics', [rows]);
    graph.store(loss.values(outputs, targets), graph.read(losses));
    graph.store(loss.metric(outputs, targets), graph.read(metrics));
    const kept = [losses, metrics];
    if (columns > 0) {
      const predictions = state.variable('evaluation predictions', [batchSize, columns]);
      graph.store(loss.predict(outputs), graph.read(predictions));
      kept.push(predictions);
    }
    const program = await compileReplayed(context, { graph, state, input: counter, outputs: kept });
    return new Evaluator(program, { examples, batchSize, terms: rows / batchSize, columns });
  }

  get bytes(): number {
    return this.#program.bytes;
  }

  /**
   * Means over all terms of the examples and over those of each position, with the answers where they are kept; the last batch
   * wraps around and only its first part counts.
   */
  async evaluate(): Promise<Evaluation> {
    const losses = new Float32Array(this.#terms * this.#examples);
    const predictions = new Float32Array(this.#examples * this.#columns);
    const sums = { losses: new Float64Array(this.#terms), accuracies: new Float64Array(this.#terms) };
    for (let start = 0, batch = 0; start < this.#examples; start += this.#batchSize, batch++) {
      const scores = await this.#program.run(Uint32Array.of(batch, 0));
      const counted = this.#terms * Math.min(this.#batchSize, this.#examples - start);
      for (let row = 0; row < counted; row++) {
        sums.losses[row % this.#terms]! += scores[row]!;
        sums.accuracies[row % this.#terms]! += scores[this.#terms * this.#batchSize + row]!;
      }
      losses.set(scores.subarray(0, counted), this.#terms * start);
      // Predictions are kept of single answers alone, where an example is one term.
      const from = 2 * this.#batchSize;
      if (this.#columns > 0) predictions.set(scores.subarray(from, from + counted * this.#columns), start * this.#columns);
    }
    const positions = {
      losses: sums.losses.map((sum) => sum / this.#examples),
      accuracies: sums.accuracies.map((sum) => sum / this.#examples),
    };
    return {
      loss: meanOf(positions.losses),
      metric: meanOf(positions.accuracies),
      answers: this.#columns > 0 ? { losses, predictions } : null,
      positions: this.#terms > 1 ? positions : null,
    };
  }

  destroy(): void {
    this.#program.destroy();
  }
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
