import { defineOp } from '../graph/define-op.ts';
import type { GraphLowering, Operand } from '../graph/node.ts';
import { formatShape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import { checkCounter } from './counter.ts';
import { elementwise } from './elementwise.ts';

export interface RowOptions {
  readonly batchSize: number;
  readonly examples: number;
  /**
   * `shuffled`: step s shows positions `(s mod S)·batchSize …` of epoch ⌊s / S⌋, S = ⌊examples / batchSize⌋, through a
   * permutation of the examples keyed by seed and epoch. `sequential`: position `(s·batchSize + row) mod examples`.
   */
  readonly order: 'shuffled' | 'sequential';
  /** Where minibatches begin to have this size; at the beginning when absent. */
  readonly from?: RowStart;
}

/**
 * A place in the order of examples. Minibatches go on from it: through what is left of its epoch, as far as they fit, then
 * through whole epochs.
 */
export interface RowStart {
  /** Steps done before. */
  readonly step: number;
  /** The epoch that goes on, counted from 0; sequential order has none. */
  readonly epoch: number;
  /** Of the first example to come; the number of examples where the epoch has none left. */
  readonly position: number;
}

const BEGINNING: RowStart = { step: 0, epoch: 0, position: 0 };

export interface MinibatchOptions extends RowOptions {
  readonly features: number;
  /** `bytes`: four elements a u32, the lowest byte first, read as value / 255; examples are not padded. */
  readonly source: 'bytes' | 'floats';
}

export interface TokenOptions extends RowOptions {
  /** Tokens of a window. */
  readonly length: number;
  /** Bytes from the begin of one window to that of the next. */
  readonly hop: number;
  /** Byte at which the first window begins; 0 when absent. Targets, the tokens that come next, begin at 1. */
  readonly start?: number;
}

const INVOCATIONS = 64;

/** Overrides of `shaders/gather/example.wgsl`. */
function rowOverrides({ batchSize, examples, order, from = BEGINNING }: RowOptions): Record<string, number> {
  const shuffled = order === 'shuffled';
  return {
    EXAMPLES: examples,
    BATCH_SIZE: batchSize,
    STEP: from.step,
    EPOCH: from.epoch,
    POSITION: from.position,
    SHUFFLED: shuffled ? 1 : 0,
    REST: Math.floor((examples - from.position) / batchSize),
    PERIOD: shuffled ? Math.floor(examples / batchSize) : examples / greatestCommonDivisor(examples, batchSize),
    HALF_BITS: Math.max(1, Math.ceil(Math.ceil(Math.log2(examples)) / 2)),
  };
}

/** The place that `steps` steps of one size lead to from another. */
export function rowsAfter({ batchSize, examples, order, from = BEGINNING }: RowOptions, steps: number): RowStart {
  const step = from.step + steps;
  if (order === 'sequential') return { step, epoch: 0, position: (from.position + steps * batchSize) % examples };
  const rest = Math.floor((examples - from.position) / batchSize);
  if (steps <= rest) return { step, epoch: from.epoch, position: from.position + steps * batchSize };
  const period = Math.floor(examples / batchSize);
  // A last step ends its epoch at the end, not the next one at its beginning: what is left of it may fit a smaller batch.
  const later = steps - rest - 1;
  return { step, epoch: from.epoch + 1 + Math.floor(later / period), position: ((later % period) + 1) * batchSize };
}

function checkRows(name: string, data: Tensor, elements: number, packed: boolean, { batchSize, examples, order }: RowOptions): void {
  const most = order === 'shuffled' ? examples : Infinity;
  if (!(Number.isInteger(batchSize) && batchSize >= 1 && Number.isInteger(examples) && examples >= 1 && batchSize <= most)) {
    throw new ShapeError(
      `${name}: expected 1 ≤ batchSize ≤ examples, got batchSize ${batchSize} of ${examples} examples; choose a smaller batch`,
    );
  }
  const words = packed ? Math.ceil(elements / 4) : elements;
  if (data.dtype !== (packed ? 'u32' : 'f32') || sizeOf(data.shape) < words) {
    throw new ShapeError(
      `${name}: expected ${packed ? 'packed bytes in u32' : 'f32'} of at least ${words} elements, got ${data.dtype} ${formatShape(data.shape)}; check how many examples there are, and their size`,
    );
  }
}

/** The kernel that chooses the examples of the counter's step, and where it puts their numbers. */
function chooseRows(
  context: GraphLowering,
  counter: Tensor,
  options: RowOptions,
): { readonly kernel: Kernel<Operand>; readonly rows: Operand } {
  const rows = context.scratch(options.batchSize, 'minibatch rows');
  const kernel: Kernel<Operand> = {
    shader: 'gather/rows.wgsl',
    overrides: rowOverrides(options),
    bindings: [read(counter), readWrite(rows)],
    workgroups: spread(Math.ceil(options.batchSize / INVOCATIONS)),
  };
  return { kernel, rows };
}

const recordMinibatch = defineOp<MinibatchOptions>({
  name: 'minibatch',
  shape: ([data, counter], options) => {
    checkCounter('minibatch', counter!);
    checkRows('minibatch', data!, options.examples * options.features, options.source === 'bytes', options);
    return [options.batchSize, options.features];
  },
  lower: (context, [data, counter], output, options) => {
    const { batchSize, features, source } = options;
    const { kernel, rows } = chooseRows(context, counter!, options);
    const bindings = [read(data!), read(rows), readWrite(output)];
    return [
      kernel,
      ...(features % 4 === 0
        ? elementwise(`gather/${source}-vector.wgsl`, (batchSize * features) / 4, bindings, { FEATURES: features })
        : elementwise(`gather/${source}.wgsl`, batchSize * features, bindings, { FEATURES: features })),
    ];
  },
  vjp: () => [null, null],
  jvp: () => null,
});

const recordLabels = defineOp<RowOptions>({
  name: 'minibatch labels',
  dtype: 'u32',
  shape: ([labels, counter], options) => {
    checkCounter('minibatchLabels', counter!);
    checkRows('minibatchLabels', labels!, options.examples, true, options);
    return [options.batchSize];
  },
  lower: (_, [labels, counter], output, options) => [
    {
      shader: 'gather/labels.wgsl',
      overrides: rowOverrides(options),
      bindings: [read(counter!), read(labels!), readWrite(output)],
      workgroups: spread(Math.ceil(options.batchSize / INVOCATIONS)),
    },
  ],
  vjp: () => [null, null],
  jvp: () => null,
});

const recordTokens = defineOp<TokenOptions>({
  name: 'minibatch tokens',
  dtype: 'u32',
  shape: ([text, counter], options) => {
    const { batchSize, examples, length, hop, start = 0 } = options;
    checkCounter('minibatchTokens', counter!);
    if (!([length, hop].every((count) => Number.isInteger(count) && count >= 1) && Number.isInteger(start) && start >= 0)) {
      throw new ShapeError(
        `minibatchTokens: expected length and hop ≥ 1 and start ≥ 0, got ${length}, ${hop} and ${start}; give whole numbers of bytes`,
      );
    }
    checkRows('minibatchTokens', text!, start + (examples - 1) * hop + length, true, options);
    return [batchSize, length];
  },
  lower: (context, [text, counter], output, options) => {
    const { length, hop, start = 0 } = options;
    const { kernel, rows } = chooseRows(context, counter!, options);
    const bindings = [read<Operand>(text!), read(rows), readWrite<Operand>(output)];
    return [kernel, ...elementwise('gather/tokens.wgsl', sizeOf(output.shape), bindings, { LENGTH: length, HOP: hop, START: start })];
  },
  vjp: () => [null, null],
  jvp: () => null,
});

/**
 * The inputs of the counter's step as f32 `[batchSize, features]`.
 * @throws ShapeError when the data are too small for the examples or the batch is larger than they are.
 */
export function minibatch(data: Tensor, counter: Tensor, options: MinibatchOptions): Tensor {
  return recordMinibatch([data, counter], options);
}

/**
 * The labels of the counter's step as u32 `[batchSize]`, of the same examples as `minibatch`; `labels` holds a byte an
 * example, packed four a u32.
 * @throws ShapeError like `minibatch`.
 */
export function minibatchLabels(labels: Tensor, counter: Tensor, options: RowOptions): Tensor {
  return recordLabels([labels, counter], options);
}

/**
 * Windows of the counter's step of a text that is kept as a byte a token, packed four a u32: u32 `[batchSize, length]`.
 * Example i begins at byte `start + i·hop`; the same options with `start` one more give the tokens that come next.
 * @throws ShapeError like `minibatch`, or when the last window leaves the text.
 */
export function minibatchTokens(text: Tensor, counter: Tensor, options: TokenOptions): Tensor {
  return recordTokens([text, counter], options);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
