import { describe, expect, test } from 'vitest';
import { bytesOf } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import { State } from '../graph/state.ts';
import { sizeOf } from '../graph/tensor.ts';
import { KERNEL_FAMILIES, usableFamilies, type KernelFamily } from '../runtime/adapter-facts.ts';
import { testDevice } from '../testing/device.ts';
import { evaluate } from '../testing/evaluate-graph.ts';
import { expectClose } from '../testing/expect-close.ts';
import { patchesReference, type ImageShape } from '../testing/image-cases.ts';
import { withFamily } from '../testing/kernel-check.ts';
import { Seeded } from '../testing/seeded.ts';
import { sweep } from '../testing/sweep.ts';
import { sumBound } from '../testing/tolerances.ts';
import { vjp } from './differentiate.ts';
import { accumulateGram } from './gram.ts';
import { matmul } from './matmul.ts';
import { patches } from './patches.ts';
import { affine, relu } from './unary.ts';
import { windowPlaces, type PatchWindow } from './window-kernels.ts';

interface Case {
  readonly images: ImageShape;
  readonly window: PatchWindow;
  readonly filters: number;
}

const around = (zeros: number) => ({ top: zeros, bottom: zeros, left: zeros, right: zeros });

/** Channels and filters in whole vec4s and not, one tile and several, and windows of every kind; all large enough for the detour. */
const CASES = sweep<Case>(
  [
    { images: [5, 13, 11, 8], window: { kernel: [3, 3], padding: around(1) }, filters: 12 },
    { images: [7, 17, 13, 1], window: { kernel: [5, 5] }, filters: 6 },
    { images: [3, 12, 13, 4], window: { kernel: [3, 2], stride: [2, 1], padding: { top: 1, bottom: 0, left: 0, right: 1 } }, filters: 68 },
    {
      images: [6, 5, 4, 12],
      window: { kernel: [3, 3], padding: { top: 2, bottom: 1, left: 2, right: 1 }, inputDilation: [2, 2] },
      filters: 16,
    },
  ],
  [
    { images: [9, 14, 14, 1], window: { kernel: [3, 3], padding: around(1) }, filters: 16 },
    { images: [4, 15, 14, 3], window: { kernel: [3, 3], padding: around(1) }, filters: 20 },
    { images: [67, 5, 5, 8], window: { kernel: [1, 1] }, filters: 65 },
    { images: [11, 16, 17, 20], window: { kernel: [3, 4], stride: [3, 2], padding: { top: 2, bottom: 2, left: 0, right: 3 } }, filters: 8 },
  ],
);

describe.for(KERNEL_FAMILIES)('convolutions by %s kernels', (family) => {
  test.for(CASES)('agree with float64, forward and back, %j', async (item) => {
    await compare(family, item);
  });
});

test('a window that changes before its product is read is seen as it was', async () => {
  const context = await testDevice();
  for (const family of usableFamilies(context.facts)) {
    const numbers = new Seeded(3);
    const [x, weight] = [numbers.uniforms(40 * 36 * 4), numbers.uniforms(37 * 32)];
    const trace = async (changes: boolean): Promise<Float32Array> => {
      const { y } = await evaluate(
        withFamily(context, family),
        { x: { shape: [40, 6, 6, 4], data: x }, weight: { shape: [37, 32], data: weight } },
        (tensors, graph) => {
          const shown = graph.reshape(patches(tensors.x, { kernel: [3, 3], padding: around(1) }), [1440, 36]);
          if (changes) graph.store(affine(tensors.x, 2), tensors.x);
          return { y: matmul(shown, tensors.weight, { homogeneous: true }) };
        },
      );
      return y;
    };
    expectClose(await trace(true), await trace(false), 1e-5);
  }
});

test('reading patches from the images leaves them out of memory', async () => {
  const context = await testDevice();
  const traced = (family: KernelFamily): number => {
    const state = new State();
    const graph = new Graph();
    const x = graph.read(state.variable('x', [64, 14, 14, 16]));
    const weight = graph.read(state.variable('weight', [145, 32]));
    const rows = graph.reshape(patches(x, { kernel: [3, 3], padding: around(1) }), [12_544, 144]);
    const y = matmul(rows, weight, { homogeneous: true });
    graph.store(matmul(rows, y, { transposeA: true, homogeneous: true }), graph.read(state.variable('gradient', [145, 32])));
    return bytesOf([graph], { ...context.facts, family });
  };
  const patchBytes = 4 * 12_544 * 144;
  expect(traced('workgroup')).toBeGreaterThan(patchBytes);
  expect(traced('subgroup-4')).toBeLessThan(patchBytes / 2);
});

test.for(CASES)('second moments of patches agree with float64, %j', async ({ images, window, filters }) => {
  const context = await testDevice();
  const homogeneous = filters % 8 === 0;
  const places = windowPlaces('test', [images[1], images[2]], window);
  const rows = images[0] * places[0] * places[1];
  const inputs = window.kernel[0] * window.kernel[1] * images[3];
  const size = inputs + (homogeneous ? 1 : 0);
  const x = new Seeded(rows + inputs).uniforms(sizeOf(images));
  const shown = patchesReference(Float64Array.from(x), images, window);
  const expected = new Sums(size * size, rows);
  for (let row = 0; row < rows; row++) {
    const patch = [...shown.subarray(row * inputs, (row + 1) * inputs), 1];
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) expected.add(i * size + j, patch[i]! * patch[j]!);
  }
  for (const family of usableFamilies(context.facts)) {
    const { moment } = await evaluate(
      withFamily(context, family),
      {
        x: { shape: images, data: x },
        moment: { shape: [size, size], data: new Float32Array(size * size) },
        coefficients: { shape: [2], data: Float32Array.of(0, 1) },
      },
      (tensors, graph) => {
        const matrix = graph.reshape(patches(tensors.x, window), [rows, inputs]);
        accumulateGram(matrix, tensors.coefficients, tensors.moment, { homogeneous, scale: 1 });
        return { moment: tensors.moment };
      },
    );
    expectClose(moment, expected.values, expected.allowed, `${family} second moment`);
  }
});

async function compare(family: KernelFamily, { images, window, filters }: Case): Promise<void> {
  const context = await testDevice();
  if (!usableFamilies(context.facts).includes(family)) return;
  const places = windowPlaces('test', [images[1], images[2]], window);
  const rows = images[0] * places[0] * places[1];
  const inputs = window.kernel[0] * window.kernel[1] * images[3];
  const numbers = new Seeded(rows + inputs * 3 + filters);
  const x = numbers.uniforms(sizeOf(images));
  const weight = numbers.uniforms((inputs + 1) * filters);
  const cotangent = numbers.uniforms(rows * filters);
  const results = await evaluate(
    withFamily(context, family),
    {
      x: { shape: images, data: x },
      weight: { shape: [inputs + 1, filters], data: weight },
      cotangent: { shape: [rows, filters], data: cotangent },
    },
    (tensors, graph) => {
      const shown = graph.reshape(patches(tensors.x, window), [rows, inputs]);
      const output = matmul(shown, tensors.weight, { homogeneous: true, scale: 0.5 });
      const [ofImages, ofWeight] = vjp(output, tensors.cotangent, [tensors.x, tensors.weight]);
      const forward = relu(matmul(shown, tensors.weight, { homogeneous: true, scale: 0.5 }));
      return { forward, ofImages: ofImages!, ofWeight: ofWeight! };
    },
  );
  const shown = patchesReference(Float64Array.from(x), images, window);
  // Where each element of the patches comes from, counted from one; zero for the padding.
  const sources = patchesReference(
    Float64Array.from(x, (_, index) => index + 1),
    images,
    window,
  );
  const forward = new Sums(rows * filters, inputs + 1);
  const ofWeight = new Sums((inputs + 1) * filters, rows);
  const ofImages = new Sums(x.length + 1, window.kernel[0] * window.kernel[1] * filters);
  for (let row = 0; row < rows; row++) {
    for (let input = 0; input <= inputs; input++) {
      const value = input < inputs ? shown[row * inputs + input]! : 1;
      const source = input < inputs ? sources[row * inputs + input]! : 0;
      for (let filter = 0; filter < filters; filter++) {
        const [w, g] = [weight[input * filters + filter]!, cotangent[row * filters + filter]!];
        forward.add(row * filters + filter, 0.5 * value * w);
        ofWeight.add(input * filters + filter, 0.5 * value * g);
        ofImages.add(source, 0.5 * w * g);
      }
    }
  }
  expectClose(
    results.forward,
    forward.values.map((value) => Math.max(0, value)),
    forward.allowed,
    `${family} forward`,
  );
  expectClose(results.ofWeight, ofWeight.values, ofWeight.allowed, `${family} gradient of the weight`);
  expectClose(results.ofImages, ofImages.values.slice(1), ofImages.allowed.slice(1), `${family} gradient of the images`);
}

/** Sums in float64 and what sums of so many terms in float32 may be off. */
class Sums {
  readonly values: Float64Array;
  readonly #magnitudes: Float64Array;
  readonly #terms: number;

  constructor(length: number, terms: number) {
    this.values = new Float64Array(length);
    this.#magnitudes = new Float64Array(length);
    this.#terms = terms;
  }

  add(index: number, term: number): void {
    this.values[index]! += term;
    this.#magnitudes[index]! += Math.abs(term);
  }

  get allowed(): Float64Array {
    return this.#magnitudes.map((magnitude) => sumBound(this.#terms + 2, magnitude));
  }
}
