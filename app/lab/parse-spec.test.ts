import { describe, expect, test } from 'vitest';
import { KFAC_DEFAULTS } from './kfac-spec.ts';
import { parseSpec, parseSpecText, specJsonSchema } from './parse-spec.ts';
import { constantRate } from './schedule-spec.ts';
import { SpecError, type SpecIssue } from './spec-error.ts';

const kfac = {
  kind: 'kfac',
  estimation: 'sampled',
  step: { kind: 'fixed', learningRate: 0.1, momentum: 0.9, klClip: null },
  damping: { kind: 'fixed', lambda: 0.1 },
  decay: 0.95,
  statisticsEvery: 1,
  inverseEvery: 5,
  weightDecay: 0,
};
const valid = {
  version: 1,
  name: 'test',
  seed: 7,
  data: { kind: 'mnist', trainExamples: 1000, testExamples: 100 },
  model: { kind: 'mlp', hidden: [32], activation: 'tanh', initialisation: 'glorot' },
  batchSize: 100,
  stop: { steps: 10, seconds: null },
  evaluation: { every: 5, trainExamples: 1000 },
  arms: [
    { name: 'K-FAC', optimizer: kfac },
    { name: 'SGD', optimizer: { kind: 'sgd', learningRate: 0.1, schedule: constantRate, momentum: 0, nesterov: false, weightDecay: 0 } },
  ],
};

/** The spec with every optional field. */
function withDefaults(spec: typeof valid): object {
  const step = { ...kfac.step, schedule: constantRate };
  const arms = spec.arms.map((arm) =>
    arm.optimizer.kind === 'kfac' ? { ...arm, optimizer: { ...KFAC_DEFAULTS, ...arm.optimizer, step } } : arm,
  );
  return { batchGrowth: null, order: 'shuffled', initial: null, ...spec, arms };
}

function issuesOf(value: unknown): readonly SpecIssue[] {
  try {
    parseSpec(value);
  } catch (error) {
    if (error instanceof SpecError) return error.issues;
    throw error;
  }
  return [];
}

function withArm(optimizer: object, name = 'third'): object {
  return { ...valid, arms: [...valid.arms, { name, optimizer }] };
}

describe('parseSpec', () => {
  test('returns a valid spec as it is', () => {
    const complete = withDefaults(valid);
    expect(parseSpec(structuredClone(complete))).toEqual(complete);
    expect(parseSpecText(JSON.stringify(complete))).toEqual(complete);
  });

  test('fills in what specs written before a choice existed leave out', () => {
    expect(parseSpec(structuredClone(valid))).toEqual(withDefaults(valid));
    const batchGrowth = { to: 1000, steps: 50, stages: 4 };
    const chosen = { ...withDefaults(valid), batchGrowth, order: 'sequential', initial: { checkpoint: 'start.safetensors' } };
    expect(parseSpec(chosen)).toEqual(chosen);
  });

  test('takes arrays in files, of which one is told', () => {
    const from = { format: 'npz', path: 'x.npz', array: 'x' };
    const target = { kind: 'class', from: { ...from, array: 'y' }, classes: 3 };
    const file = (changes: object, others: object = {}): object => ({
      ...valid,
      data: { kind: 'file', from, inputs: { kind: 'vector', size: 4 }, target, trainExamples: 1000, testExamples: 100, ...changes },
      ...others,
    });
    expect(parseSpec(file({})).data).toMatchObject({ from: { sha256: null }, standardise: false, split: 'in-order' });
    expect(parseSpec(file({ target: { ...target, classes: ['oak', 'elm'] } })).data).toMatchObject({ target: { classes: ['oak', 'elm'] } });
    expect(parseSpec(file({ target: { kind: 'numbers', from: target.from, names: ['price'] }, standardise: true })).name).toBe(valid.name);
    expect(issuesOf(file({ target: { ...target, from } }))).toEqual([
      {
        path: 'data.target.from',
        message: 'expected an array other than that of the inputs, got x.npz array "x"; name another, or set target.kind to "inputs"',
      },
    ]);
    expect(issuesOf(file({ target: { ...target, classes: ['oak', 'oak'] } }))[0]?.path).toBe('data.target.classes.1');
    expect(issuesOf(file({ target: { ...target, classes: 'many' } }))).toEqual([
      { path: 'data.target.classes', message: 'expected a whole number from 2 to 256 or a list of names, got "many"' },
    ]);
    expect(issuesOf(file({ target: { ...target, classes: 1 } }))[0]?.message).toBe('expected a whole number from 2 to 256, got 1');
    expect(issuesOf(file({ target: { kind: 'inputs' } }))[0]?.path).toBe('model.kind');
    const autoencoder = { model: { kind: 'autoencoder', encoder: [4], activation: 'tanh', initialisation: 'glorot' } };
    expect(issuesOf(file({ target: { kind: 'inputs' }, standardise: true }, autoencoder))[0]?.path).toBe('data.standardise');
    expect(issuesOf(file({ from: { ...from, path: 'a\nb' } }))[0]?.path).toBe('data.from.path');
    expect(issuesOf(file({ from: { format: 'parquet', path: 'x' } }))).toEqual([
      { path: 'data.from.format', message: 'expected one of "idx", "npy", "npz", got "parquet"' },
    ]);
  });

  test('takes tables, whose columns must each have one use', () => {
    const target = { kind: 'class', column: 'kind', classes: ['oak', 'elm'] };
    const table = (changes: object, others: object = {}): object => ({
      ...valid,
      data: { kind: 'table', path: 'x.csv', inputs: [{ column: 'a' }], target, trainExamples: 1000, testExamples: 100, ...changes },
      ...others,
    });
    expect(parseSpec(table({})).data).toMatchObject({ header: true, delimiter: null, standardise: true, split: 'shuffled', sha256: null });
    expect(issuesOf(table({ inputs: [{ column: 'a' }, { column: 'kind' }, { column: 'a' }] }))).toEqual([
      { path: 'data.inputs.2.column', message: 'expected a name of its own, got "a" again; leave it out' },
      { path: 'data.inputs.1.column', message: 'expected a column other than the target, got "kind"; leave it out of the inputs' },
    ]);
    expect(issuesOf(table({ target: { ...target, classes: ['oak', 'oak'] } }))[0]?.path).toBe('data.target.classes.1');
    const autoencoder = { model: { kind: 'autoencoder', encoder: [4], activation: 'tanh', initialisation: 'glorot' } };
    expect(issuesOf(table({ inputs: [{ column: 'a' }, { column: 'b' }, { column: 'c' }] }, autoencoder))[0]?.path).toBe('data.standardise');
  });

  test('names the path, the allowed range and what came', () => {
    const sgd = { kind: 'sgd', learningRate: -1, momentum: 1, nesterov: 'yes', weightDecay: 0 };
    expect(issuesOf(withArm(sgd))).toEqual([
      { path: 'arms.2.optimizer.learningRate', message: 'expected a number greater than 0 and at most 1000, got -1' },
      { path: 'arms.2.optimizer.momentum', message: 'expected a number from 0 and below 1, got 1' },
      { path: 'arms.2.optimizer.nesterov', message: 'expected true or false, got "yes"' },
    ]);
    expect(issuesOf({ ...valid, seed: 1.5, batchSize: '7' })).toEqual([
      { path: 'seed', message: 'expected a whole number from 0 to 4294967295, got 1.5' },
      { path: 'batchSize', message: 'expected a whole number from 1 to 60000, got "7"' },
    ]);
  });

  test('lists the choices of a kind', () => {
    expect(issuesOf(withArm({ kind: 'lion' }))).toEqual([
      {
        path: 'arms.2.optimizer.kind',
        message: 'expected one of "sgd", "adam", "rmsprop", "muon", "soap", "shampoo", "hessian-free", "kfac", got "lion"',
      },
    ]);
    expect(issuesOf({ ...valid, model: { ...valid.model, activation: 'swish' } })[0]?.message).toBe(
      'expected one of "tanh", "relu", "sigmoid", "gelu", got "swish"',
    );
    expect(issuesOf({ ...valid, version: 2 })).toEqual([{ path: 'version', message: 'expected 1, got 2' }]);
  });

  test('refuses unknown and dangerous names, NaN and infinities', () => {
    expect(issuesOf({ ...valid, extra: 1 })).toEqual([{ path: '', message: 'unknown field "extra"; remove it' }]);
    expect(() => parseSpecText(JSON.stringify(valid).replace('"seed"', '"__proto__":{"a":1},"seed"'))).toThrow('__proto__: this name');
    expect(() => parseSpecText(JSON.stringify(valid).replace('"lambda"', '"constructor":1,"lambda"'))).toThrow('damping.constructor');
    for (const bad of [NaN, Infinity, -Infinity]) {
      const issues = issuesOf(withArm({ ...kfac, weightDecay: bad }));
      expect(issues).toEqual([{ path: 'arms.2.optimizer.weightDecay', message: `expected a number from 0 to 1, got ${String(bad)}` }]);
    }
  });

  test('completes a rate that names no schedule with a constant one', () => {
    const sgd = { kind: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 };
    expect(parseSpec(withArm(sgd)).arms[2]?.optimizer).toEqual({ ...sgd, schedule: { warmUp: 0, decay: { kind: 'constant' } } });
  });

  test('names the fault in a schedule', () => {
    const rate = { kind: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 };
    const scheduled = (warmUp: unknown, decay: object): object => withArm({ ...rate, schedule: { warmUp, decay } });
    expect(parseSpec(scheduled(10, { kind: 'cosine', steps: 100, final: 0 })).arms).toHaveLength(3);
    expect(issuesOf(scheduled(-1, { kind: 'cosine', steps: 0, final: 1.5 }))).toEqual([
      { path: 'arms.2.optimizer.schedule.warmUp', message: 'expected a whole number from 0 to 10000000, got -1' },
      { path: 'arms.2.optimizer.schedule.decay.steps', message: 'expected a whole number from 1 to 10000000, got 0' },
      { path: 'arms.2.optimizer.schedule.decay.final', message: 'expected a number from 0 to 1, got 1.5' },
    ]);
    expect(issuesOf(scheduled(0, { kind: 'step', every: 10, factor: 0 }))).toEqual([
      { path: 'arms.2.optimizer.schedule.decay.factor', message: 'expected a number greater than 0 and at most 1, got 0' },
    ]);
    expect(issuesOf(scheduled(0, { kind: 'linear' }))).toEqual([
      { path: 'arms.2.optimizer.schedule.decay.kind', message: 'expected one of "constant", "cosine", "step", got "linear"' },
    ]);
  });

  test('says what is missing', () => {
    const { arms: _arms, ...rest } = valid;
    expect(issuesOf(rest)).toEqual([{ path: 'arms', message: 'expected a list of 1 to 4 entries, got nothing' }]);
    expect(issuesOf(null)).toEqual([{ path: '', message: 'expected an object, got null' }]);
    expect(() => parseSpecText('{"a":')).toThrow('expected JSON');
  });

  test('checks how fields fit together', () => {
    expect(issuesOf({ ...valid, batchSize: 2000, evaluation: { every: 1, trainExamples: 3000 } }).map(({ path }) => path)).toEqual([
      'batchSize',
      'evaluation.trainExamples',
    ]);
    const growth = { to: 50, steps: 3, stages: 4 };
    expect(issuesOf({ ...valid, batchGrowth: growth })).toEqual([
      { path: 'batchGrowth.to', message: 'expected more than the 100 of batchSize, got 50; raise it or set batchGrowth to null' },
      {
        path: 'batchGrowth.stages',
        message: 'expected at most one for each of the 3 steps of batchGrowth.steps, got 4; lower it or raise the steps',
      },
    ]);
    expect(issuesOf({ ...valid, batchGrowth: { ...growth, to: 20_000, steps: 500 } })[0]?.path).toBe('batchGrowth.to');
    expect(issuesOf({ ...valid, batchGrowth: { ...growth, to: 200, steps: 500, every: 3 } })[0]?.path).toMatch(/^batchGrowth/);
    const plane = { kind: 'moons', trainExamples: 1000, testExamples: 100, noise: 0.1 };
    const autoencoder = { kind: 'autoencoder', encoder: [8], activation: 'tanh', initialisation: 'glorot' };
    expect(issuesOf({ ...valid, data: plane, model: autoencoder })[0]?.path).toBe('model.kind');
    expect(issuesOf({ ...valid, data: { kind: 'curves', trainExamples: 1000, testExamples: 100 } })[0]?.path).toBe('model.kind');
    expect(issuesOf({ ...valid, model: autoencoder })).toEqual([]);
    expect(issuesOf(withArm({ ...kfac, damping: { kind: 'levenberg-marquardt', lambda: 1 } }))[0]?.path).toBe(
      'arms.2.optimizer.damping.kind',
    );
    const later = [
      { from: 100, every: 10 },
      { from: 100, every: 20 },
    ];
    expect(issuesOf(withArm({ ...kfac, inverseLater: later }))).toEqual([
      { path: 'arms.2.optimizer.inverseLater.1.from', message: 'expected steps that rise, got 100 after 100; sort the changes' },
    ]);
    const blocks = { every: { kind: 'diagonal' }, except: [] };
    expect(issuesOf(withArm({ ...kfac, representation: 'tridiagonal' }))).toEqual([]);
    expect(issuesOf(withArm({ ...kfac, representation: 'tridiagonal', blocks }))[0]?.path).toBe('arms.2.optimizer.representation');
    const exact = { name: 'exact', optimizer: { ...kfac, estimation: 'exact' } };
    expect(issuesOf({ ...valid, arms: [exact] })).toEqual([]);
    expect(issuesOf({ ...valid, model: autoencoder, arms: [exact] })).toEqual([
      expect.objectContaining({ path: 'arms.0.optimizer.estimation', message: expect.stringContaining('choose "sampled"') as unknown }),
    ]);
    const adam = { kind: 'adam', learningRate: 0.1, beta1: 0.9, beta2: 0.99, weightDecay: 0 };
    expect(issuesOf(withArm({ ...adam, epsilon: 1e-20 }))).toEqual([]);
    expect(issuesOf(withArm({ ...adam, epsilon: 1e-40 }))[0]?.path).toBe('arms.2.optimizer.epsilon');
    expect(issuesOf(withArm(kfac, 'SGD'))).toEqual([
      { path: 'arms.2.name', message: 'expected a name of its own, got "SGD" as in arms.1; rename one of them' },
    ]);
    expect(issuesOf({ ...valid, name: 'a\u202eb' })[0]?.path).toBe('name');
  });

  test('refuses blocks that do not fit a layer, with what does', () => {
    const withBlocks = (every: object, except: object[] = []): unknown =>
      issuesOf({ ...valid, arms: [{ name: 'K-FAC', optimizer: { ...kfac, blocks: { every, except } } }] });
    const split = (inputParts: number, outputParts: number): object => ({ kind: 'kronecker', inputParts, outputParts });
    const path = 'arms.0.optimizer.blocks';
    expect(withBlocks(split(4, 2))).toEqual([]);
    expect(withBlocks(split(1, 3), [{ layer: 2, block: split(1, 10) }])).toEqual([
      {
        path: `${path}.every.outputParts`,
        message: 'expected a number that divides the 32 outputs of layer 1, got 3; choose one of 1, 2, 4, 8, 16, 32',
      },
    ]);
    expect(withBlocks({ kind: 'diagonal' }, [{ layer: 2, block: { kind: 'full' } }])).toEqual([]);
    expect(
      withBlocks({ kind: 'diagonal' }, [
        { layer: 1, block: { kind: 'full' } },
        { layer: 3, block: { kind: 'diagonal' } },
      ]),
    ).toEqual([
      {
        path: `${path}.except.0.block.kind`,
        message: 'expected at most 2048 parameters for a full block, got the 25120 of layer 1; give it a "kronecker" block',
      },
      { path: `${path}.except.1.layer`, message: 'expected a layer from 1 to 2, got 3; name a layer of this model' },
    ]);
  });

  test('refuses blocks of gradients where none are estimated', () => {
    const forwardOnly = (every: object): readonly SpecIssue[] =>
      issuesOf({ ...valid, arms: [{ name: 'K-FAC', optimizer: { ...kfac, estimation: 'forward-only', blocks: { every, except: [] } } }] });
    expect(forwardOnly({ kind: 'kronecker', inputParts: 2, outputParts: 3 })).toEqual([]);
    expect(forwardOnly({ kind: 'diagonal' })[0]).toEqual({
      path: 'arms.0.optimizer.blocks.every.kind',
      message:
        'expected a "kronecker" block beside the estimation "forward-only", got "diagonal" for layer 1, which is made of gradients; choose "kronecker" or another estimation',
    });
  });

  test('refuses chains in time but for recurrent weights of several steps, factored and with gradients', () => {
    const rows = (axes: readonly number[]) => [
      { kind: 'reshape', axes },
      { kind: 'recurrent', cell: 'gru', units: 4, returns: 'last' },
      { kind: 'dense', units: 10 },
    ];
    const withChain = (settings: object, layer: number, axes = [28, 28]): readonly SpecIssue[] => {
      const block = { kind: 'kronecker', inputParts: 1, outputParts: 1, sharing: 'option-1' };
      const blocks = { every: { ...block, sharing: 'expand' }, except: [{ layer, block }] };
      const model = { kind: 'graph', layers: rows(axes), initialisation: 'glorot', reconstructs: false };
      return issuesOf({ ...valid, model, arms: [{ name: 'K-FAC', optimizer: { ...kfac, blocks, ...settings } }] });
    };
    const path = 'arms.0.optimizer.blocks.except.0.block.sharing';
    expect(withChain({}, 1)).toEqual([]);
    expect(withChain({}, 2)).toEqual([]);
    const remedy = 'got "option-1", which links time steps; give it a block of its own in blocks.except';
    expect(withChain({}, 3)).toEqual([
      { path, message: `expected "expand" or "reduce" for layer 3, which is no recurrent weight, ${remedy}` },
    ]);
    expect(withChain({}, 2, [1, 784])).toEqual([
      { path, message: `expected "expand" or "reduce" for layer 2, which is a recurrent weight of a single step, ${remedy}` },
    ]);
    expect(withChain({ estimation: 'forward-only' }, 1)[0]).toEqual({
      path,
      message: 'expected "expand" or "reduce" beside the estimation "forward-only", got "option-1", which links gradients; choose another',
    });
    expect(withChain({ representation: 'ekfac' }, 1)).toEqual([
      {
        path,
        message:
          'expected "expand" or "reduce" beside the representation "ekfac", got "option-1"; choose one of them or the representation "factored"',
      },
    ]);
  });

  test('refuses models of characters that are not layers, or see what they are to tell', () => {
    const data = { kind: 'text', length: 32, trainExamples: 1_000, testExamples: 100 };
    const layers = [
      { kind: 'embedding', units: 8 },
      { kind: 'attention', heads: 2, causal: false },
      { kind: 'dense', units: 80 },
    ];
    const graph = { kind: 'graph', layers, initialisation: 'glorot' };
    expect(issuesOf({ ...valid, data })[0]).toEqual({
      path: 'model.kind',
      message: 'expected "graph" for the characters of "text", got "mlp"; list layers that begin with an "embedding"',
    });
    expect(issuesOf({ ...valid, data, model: { ...graph, reconstructs: true } }).map(({ path }) => path)).toEqual([
      'model.reconstructs',
      'model.layers.1.causal',
    ]);
    const model = { ...graph, layers: [layers[0], layers[2]] };
    const exact = { name: 'exact', optimizer: { ...kfac, estimation: 'exact' } };
    expect(issuesOf({ ...valid, data, model, arms: [exact] })).toEqual([
      {
        path: 'arms.0.optimizer.estimation',
        message:
          'expected an estimation of one pass for a text, got "exact", which takes a backward pass for each of its 80 outputs a step; choose "sampled"',
      },
    ]);
    expect(issuesOf({ ...valid, data: { ...data, length: 300 }, model })[0]?.path).toBe('data.length');
  });

  test('refuses beside batch norm what its minibatches cannot have', () => {
    const model = {
      kind: 'graph',
      layers: [
        { kind: 'convolution', filters: 2, kernel: 3 },
        { kind: 'batch-norm' },
        { kind: 'flatten' },
        { kind: 'dense', units: 8 },
        { kind: 'batch-norm', name: 'last norm' },
        { kind: 'dense', units: 10 },
      ],
      initialisation: 'he',
    };
    const spec = { ...valid, model };
    expect(issuesOf(spec)).toEqual([]);
    expect(issuesOf({ ...spec, batchSize: 1 })).toEqual([
      {
        path: 'batchSize',
        message: 'expected 2 cases or more for the batch norm "last norm", as a single number has no variance, got 1; raise it',
      },
    ]);
    expect(issuesOf({ ...spec, batchSize: 1, model: { ...model, layers: [...model.layers.slice(0, 4), model.layers[5]] } })).toEqual([]);
    const arm = { name: 'K-FAC', optimizer: { ...kfac, estimation: 'exact', iterateDecay: 0.9, statisticsFraction: 0.01 } };
    expect(issuesOf({ ...spec, arms: [arm] })).toEqual([
      expect.objectContaining({
        path: 'arms.0.optimizer.estimation',
        message: expect.stringContaining('the batch norm "batch-norm 1", got "exact"') as unknown,
      }),
      expect.objectContaining({ path: 'arms.0.optimizer.iterateDecay', message: expect.stringContaining('set it to null') as unknown }),
      {
        path: 'arms.0.optimizer.statisticsFraction',
        message:
          'expected 2 cases or more for the batch norm "last norm", as a single number has no variance, got 0.01, which is 1; raise it',
      },
    ]);
  });

  test('exports a JSON Schema that closes every object and requires no default', () => {
    const schema = specJsonSchema() as { additionalProperties: boolean; required: string[]; properties: { arms: { maxItems: number } } };
    expect(schema.additionalProperties).toBe(false);
    expect(schema.properties.arms.maxItems).toBe(4);
    expect(schema.required).toContain('batchSize');
    expect(schema.required).not.toContain('order');
  });

  test('exports a JSON Schema that lets a schedule be left out', () => {
    const branches = (
      specJsonSchema() as { properties: { arms: { items: { properties: { optimizer: { oneOf: { required: string[] }[] } } } } } }
    ).properties.arms.items.properties.optimizer.oneOf;
    expect(branches[0]!.required).toContain('learningRate');
    expect(branches[0]!.required).not.toContain('schedule');
  });
});
