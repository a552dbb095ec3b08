import { describe, expect, test } from 'vitest';
import { compile } from '../../gpu/graph/compile.ts';
import { Graph } from '../../gpu/graph/graph.ts';
import { State } from '../../gpu/graph/state.ts';
import { softmaxCrossEntropy } from '../../gpu/losses/softmax-cross-entropy.ts';
import { readOnce } from '../../gpu/runtime/readback.ts';
import { testDevice } from '../../gpu/testing/device.ts';
import { expectClose } from '../../gpu/testing/expect-close.ts';
import type { TextSplit } from './dataset.ts';
import { loadWindows } from './datasets/load-dataset.ts';
import type { Continuation } from './predictions-event.ts';
import { languageTaskOf } from './language-task.ts';
import { ADAM_DEFAULTS } from './optimizer-defaults.ts';
import type { OptimizerSpec } from './optimizer-spec.ts';
import { readMinibatch } from './read-minibatch.ts';
import { fixedRateKfac } from './kfac-presets.ts';
import { sha256 } from './sha256.ts';
import { attentionLayers, COPY, languageSpec, recurrentLayers, withLanguageArm } from './testing/language-arm.ts';
import { noFiles } from './testing/no-files.ts';
import { textView } from './text-view.ts';
import { uploadDataset } from './uploaded-dataset.ts';

const task = languageTaskOf(COPY);
const VOCABULARY = task.inputs.vocabulary;
const KFAC = fixedRateKfac(0.1, 0.9, 0.03, 0.01).optimizer;
const ADAM: OptimizerSpec = { ...ADAM_DEFAULTS, learningRate: 0.01, beta2: 0.99 };

/** Begins of the windows a sequential step shows. */
function windowsOf({ count, hop }: TextSplit, step: number, batchSize: number): number[] {
  return Array.from({ length: batchSize }, (_, row) => ((step * batchSize + row) % count) * hop);
}

describe('minibatches of a text', () => {
  test.each([
    ['overlap', { count: 9, length: 8, hop: 3, scored: { start: 0, count: 8 } }],
    ['are scored at their ends', { count: 5, length: 7, hop: 8, scored: { start: 4, count: 3 } }],
  ])('are windows that %s, and the characters that come next', async (_, windows) => {
    const context = await testDevice();
    const tokens = Uint8Array.from({ length: windows.count * windows.hop + 9 }, (__, index) => (index * 37) % 101);
    const split: TextSplit = { ...windows, tokens };
    const uploaded = await uploadDataset(context, { task, train: split, test: split });
    const state = new State(uploaded.state);
    const graph = new Graph();
    const counter = state.variable('counter', [2], Uint32Array.of(2, 7));
    const batch = readMinibatch(graph, uploaded.train, softmaxCrossEntropy, graph.read(counter), { batchSize: 4, order: 'sequential' });
    const inputs = state.variable('inputs', [4, split.length], 'u32');
    const targets = state.variable('targets', [4 * split.scored.count], 'u32');
    graph.store(batch.inputs, graph.read(inputs));
    graph.store(batch.targets, graph.read(targets));
    await state.allocate(context);
    const compiled = await compile(context, graph, state);
    compiled.program.submit(context.device);
    const begins = windowsOf(split, 2, 4);
    const expectedInputs = begins.flatMap((begin) => [...tokens.subarray(begin, begin + split.length)]);
    const expectedTargets = begins.flatMap((begin) => {
      const first = begin + split.scored.start + 1;
      return [...tokens.subarray(first, first + split.scored.count)];
    });
    expect([...new Uint32Array(await readOnce(context, [state.range(inputs)]))]).toEqual(expectedInputs);
    expect([...new Uint32Array(await readOnce(context, [state.range(targets)]))]).toEqual(expectedTargets);
    compiled.destroy();
    state.destroy(context);
    uploaded.destroy();
  });
});

describe('a model of characters', () => {
  test.each([
    ['recurrent units', recurrentLayers(VOCABULARY, 24), { ...ADAM, learningRate: 0.03 }, 150],
    ['attention', attentionLayers(VOCABULARY, 16), ADAM, 40],
    ['attention', attentionLayers(VOCABULARY, 16), KFAC, 40],
  ] as const)('of %s learns to say a word again', async (_, layers, optimizer, steps) => {
    await withLanguageArm(await testDevice(), languageSpec(COPY, layers, optimizer), async (arm) => {
      const before = await arm.evaluate();
      // Of 23 characters none is known yet, and there is no more to a loss than the mean over characters.
      expect(before.testLoss).toBeGreaterThan(2);
      expect(before.testLoss).toBeLessThan(5);
      for (let half = 0; half < 2; half++) expect((await arm.train(steps / 2)).failure).toBeNull();
      const after = await arm.evaluate();
      expect(after.testLoss).toBeLessThan(before.testLoss / 4);
      expect(after.testMetric).toBeGreaterThan(0.8);
    });
  });

  test('is scored by the mean over the scored characters of all examples and at each of them, as its probabilities say', async () => {
    const { test: held } = await loadWindows(COPY, 1, noFiles);
    await withLanguageArm(await testDevice(), languageSpec(COPY, attentionLayers(VOCABULARY, 16), ADAM), async (arm) => {
      await arm.train(20);
      const { testLoss, testMetric, testPositions } = await arm.evaluate();
      const inputs = Uint32Array.from({ length: held.count * held.length }, (_, index) => {
        const window = Math.floor(index / held.length);
        return held.tokens[window * held.hop + (index % held.length)]!;
      });
      const probabilities = await arm.predict(inputs, held.count);
      const [losses, rights] = [new Float64Array(held.scored.count), new Float64Array(held.scored.count)];
      for (let window = 0; window < held.count; window++) {
        for (let place = 0; place < held.scored.count; place++) {
          const target = held.tokens[window * held.hop + held.scored.start + place + 1]!;
          const row = probabilities.subarray((window * held.scored.count + place) * VOCABULARY).subarray(0, VOCABULARY);
          losses[place]! -= Math.log(row[target]!) / held.count;
          if (row.indexOf(Math.max(...row)) === target) rights[place]! += 1 / held.count;
        }
      }
      const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(testLoss).toBeCloseTo(mean(losses), 4);
      expect(testMetric).toBeCloseTo(mean(rights), 6);
      expectClose(testPositions!.losses, losses, 1e-4);
      expectClose(testPositions!.accuracies, rights, 1e-6);
    });
  });

  test('trained by K-FAC twice from one seed has the same bits, resumed or not', async () => {
    const context = await testDevice();
    const spec = languageSpec(COPY, recurrentLayers(VOCABULARY, 16), KFAC);
    const hashes: string[] = [];
    let saved: Awaited<ReturnType<Parameters<Parameters<typeof withLanguageArm>[2]>[0]['save']>> = new Map();
    for (const groups of [[30], [7, 23]]) {
      await withLanguageArm(context, spec, async (arm) => {
        for (const count of groups) {
          await arm.train(count);
          if (count === 7) saved = await arm.save();
        }
        hashes.push(await sha256(await arm.weights()));
      });
    }
    await withLanguageArm(context, spec, async (arm) => {
      arm.restore({ file: 'saved', tensors: saved });
      await arm.train(23);
      hashes.push(await sha256(await arm.weights()));
    });
    expect(new Set(hashes).size).toBe(1);
  });

  test('has a batch that grows', async () => {
    const spec = languageSpec(COPY, recurrentLayers(VOCABULARY, 16), ADAM);
    await withLanguageArm(await testDevice(), { ...spec, batchGrowth: { to: 64, steps: 20, stages: 2 } }, async (arm) => {
      const { losses } = await arm.train(40);
      expect(losses[39]).toBeLessThan(losses[0]!);
    });
  });
});

describe('an answer that is right wherever it is scored', () => {
  const REVERSE = { ...COPY, task: 'reverse' } as const;
  const { inputs: shape, scored } = languageTaskOf(REVERSE);
  const EXAMPLES = 8;

  test('is right from the question alone, and depends on no character of it that lies ahead', async () => {
    const { test: held } = await loadWindows(REVERSE, 1, noFiles);
    await withLanguageArm(await testDevice(), languageSpec(REVERSE, attentionLayers(VOCABULARY, 16), ADAM), async (arm) => {
      for (let tries = 0; (await arm.evaluate()).testMetric < 1 && tries < 10; tries++) await arm.train(50);
      expect((await arm.evaluate()).testMetric).toBe(1);

      const view = textView(languageTaskOf(REVERSE), held, 1);
      const event = await view.look(0, 0, (inputs, count) => arm.predict(inputs, count), new AbortController().signal);
      const answers = event.kind === 'text' ? event.continuations : [];
      expect(answers).toHaveLength(EXAMPLES);
      for (const { prompt, text } of answers) expect(text).toBe(Array.from(prompt.slice(0, 3)).reverse().join(''));

      const inputs = Uint32Array.from({ length: EXAMPLES * shape.length }, (_, index) => {
        return held.tokens[Math.floor(index / shape.length) * held.hop + (index % shape.length)]!;
      });
      const whole = await arm.predict(inputs, EXAMPLES);
      for (let known = 0; known < scored.count; known++) {
        // What stands behind the sign and the characters told so far is made another.
        const cut = inputs.map((token, index) => (index % shape.length > scored.start + known ? (token + 1) % VOCABULARY : token));
        const probabilities = await arm.predict(cut, EXAMPLES);
        const told = (of: Float32Array): Float32Array => of.filter((__, index) => Math.floor(index / VOCABULARY) % scored.count <= known);
        expect(told(probabilities)).toEqual(told(whole));
        if (known < scored.count - 1) expect(probabilities).not.toEqual(whole);
      }
    });
  });
});

describe('the view of a text', () => {
  const look = async (of: TextSplit, predict: Parameters<ReturnType<typeof textView>['look']>[2]): Promise<readonly Continuation[]> => {
    const event = await textView({ ...task, inputs: { ...task.inputs, length: of.length }, scored: of.scored }, of, 1).look(
      0,
      5,
      predict,
      new AbortController().signal,
    );
    return event.kind === 'text' ? event.continuations : [];
  };

  test('asks for the answers to test questions, and tells what is right', async () => {
    const { test: held } = await loadWindows(COPY, 1, noFiles);
    // A model that knows how to copy: the next character is that of the word at the same place.
    const predict = (inputs: Float32Array | Uint32Array, count: number): Promise<Float32Array> => {
      const probabilities = new Float32Array(count * 3 * VOCABULARY);
      for (let row = 0; row < count; row++) {
        for (let place = 0; place < 3; place++) probabilities[(row * 3 + place) * VOCABULARY + inputs[row * held.length + place]!] = 1;
      }
      return Promise.resolve(probabilities);
    };
    const continuations = await look(held, predict);
    expect(continuations).toHaveLength(8);
    for (const { prompt, text, expected, temperature } of continuations) {
      expect(prompt).toMatch(/^[a-j]{3}>$/);
      expect(text).toBe(prompt.slice(0, 3));
      expect(expected).toBe(text);
      expect(temperature).toBe(0);
    }
  });

  test('goes on with a text by a window that slides, and draws the same each time', async () => {
    const tokens = Uint8Array.from({ length: 30 }, (_, index) => index % VOCABULARY);
    const text: TextSplit = { count: 2, length: 8, hop: 8, tokens, scored: { start: 0, count: 8 } };
    // The next character is most likely the one after, which is right only while the window ends at the last one.
    const predict = (inputs: Float32Array | Uint32Array, count: number): Promise<Float32Array> => {
      const probabilities = new Float32Array(count * 8 * VOCABULARY).fill(0.2 / VOCABULARY);
      for (let place = 0; place < count * 8; place++) probabilities[place * VOCABULARY + ((inputs[place]! + 1) % VOCABULARY)]! += 0.8;
      return Promise.resolve(probabilities);
    };
    const [likely, sampled] = (await look(text, predict)) as [Continuation, Continuation];
    expect(likely.prompt).toBe(task.characters.slice(0, 4));
    expect(likely.text).toHaveLength(120);
    expect(`${likely.prompt}${likely.text}`).toBe(task.characters.repeat(6).slice(0, 124));
    expect(sampled.temperature).toBeGreaterThan(0);
    expect(sampled.text).not.toBe(likely.text);
    expect((await look(text, predict))[1]).toEqual(sampled);
  });

  test('ends where predictions are not finite', async () => {
    const { test: held } = await loadWindows(COPY, 1, noFiles);
    const continuations = await look(held, (_, count) => Promise.resolve(new Float32Array(count * 3 * VOCABULARY).fill(NaN)));
    expect(continuations.map(({ text }) => text)).toEqual(Array.from({ length: 8 }, () => ''));
  });
});
