import type { TextSplit } from './dataset.ts';
import { RandomStream } from './datasets/random-stream.ts';
import type { Continuation } from './predictions-event.ts';
import type { LanguageTask } from './task.ts';
import type { Predict, PredictionView } from './prediction-view.ts';
import { predictionBatch } from './predictor.ts';

/** Characters that a text is continued by. */
const CONTINUED = 120;
/** Below 1, likely characters are likelier still. */
const TEMPERATURE = 0.8;

/** A text that is being continued: the most probable character each time, or one drawn at a temperature. */
interface Draft {
  readonly tokens: number[];
  readonly temperature: number;
}

/**
 * Texts that a model goes on with: answers to the first questions of the test split; or the begin of that split, continued
 * by the most probable characters and by sampled ones.
 */
export function textView(task: LanguageTask, test: TextSplit, seed: number): PredictionView {
  const { characters, scored } = task;
  const isAnswer = scored.count < task.inputs.length;
  const textOf = (tokens: ArrayLike<number>): string => Array.from(tokens, (token) => characters[token] ?? '').join('');
  const prompts = isAnswer
    ? Array.from({ length: Math.min(predictionBatch(task), test.count) }, (_, index) =>
        test.tokens.subarray(index * test.hop, index * test.hop + scored.start + 1),
      )
    : Array.from({ length: 2 }, () => test.tokens.subarray(0, Math.ceil(task.inputs.length / 2)));
  return {
    async look(arm, step, predict, signal) {
      const drafts = prompts.map((prompt, index): Draft => ({
        tokens: [...prompt],
        temperature: isAnswer || index === 0 ? 0 : TEMPERATURE,
      }));
      const random = new RandomStream(seed, `continuation ${step}`);
      await extend(drafts, isAnswer ? scored.count : CONTINUED, { task, predict, random, signal });
      const continuations = drafts.map(({ tokens, temperature }, index): Continuation => {
        const { length } = prompts[index]!;
        const after = index * test.hop + length;
        const expected = isAnswer ? textOf(test.tokens.subarray(after, after + scored.count)) : null;
        return { prompt: textOf(prompts[index]!), text: textOf(tokens.slice(length)), temperature, expected };
      });
      return { type: 'predictions', arm, step, kind: 'text', continuations };
    },
  };
}

interface Extension {
  readonly task: LanguageTask;
  readonly predict: Predict;
  readonly random: RandomStream;
  readonly signal: AbortSignal;
}

/**
 * Appends `count` tokens to drafts of one length, each from the last window of what is there; it ends early where
 * predictions are not finite, or once aborted.
 */
async function extend(drafts: readonly Draft[], count: number, { task, predict, random, signal }: Extension): Promise<void> {
  const { inputs, scored } = task;
  for (let made = 0; made < count && !signal.aborted; made++) {
    const windows = new Uint32Array(drafts.length * inputs.length);
    // What lies behind the text is not seen: models of texts look back alone.
    for (const [row, { tokens }] of drafts.entries()) windows.set(tokens.slice(-inputs.length), row * inputs.length);
    const probabilities = await predict(windows, drafts.length);
    if (!probabilities.every(Number.isFinite)) return;
    const position = Math.min(drafts[0]!.tokens.length, inputs.length) - 1 - scored.start;
    for (const [row, { tokens, temperature }] of drafts.entries()) {
      const start = (row * scored.count + position) * inputs.vocabulary;
      tokens.push(choose(probabilities.subarray(start, start + inputs.vocabulary), temperature, random));
    }
  }
}

/** The most probable token (of equals the first), or one drawn from p^(1/temperature), which draws one number. */
function choose(probabilities: Float32Array, temperature: number, random: RandomStream): number {
  const largest = probabilities.reduce((most, probability) => Math.max(most, probability), 0);
  if (temperature === 0) return probabilities.indexOf(largest);
  const weights = Array.from(probabilities, (probability) => (probability / largest) ** (1 / temperature));
  let left = random.uniform(
    0,
    weights.reduce((sum, weight) => sum + weight, 0),
  );
  const chosen = weights.findIndex((weight) => (left -= weight) < 0);
  // Rounding may leave a little after the last one.
  return chosen < 0 ? probabilities.indexOf(largest) : chosen;
}
