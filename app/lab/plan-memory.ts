import { layoutFactors } from '../../gpu/curvature/factor-layout.ts';
import type { AdapterLimits } from '../../gpu/runtime/adapter-facts.ts';
import { weightRows } from '../../gpu/nn/site.ts';
import { OutOfMemoryError } from '../../gpu/runtime/errors.ts';
import { mebibytes } from '../../gpu/runtime/memory.ts';
import { blockStructures } from './block-structures.ts';
import { inputShapeOf, inputSize, targetsOf } from './data-shape.ts';
import type { DataSpec } from './data-spec.ts';
import { evaluationBatch } from './evaluator.ts';
import type { KfacSpec } from './kfac-spec.ts';
import { isLanguage } from './language-task.ts';
import { countOf } from './model/example-shape.ts';
import type { ModelPlan, PlannedWeight } from './model/model-plan.ts';
import { planModel } from './model/plan-model.ts';
import type { OptimizerSpec } from './optimizer-spec.ts';
import { predictionBatch } from './predictor.ts';
import type { ArmSpec, ExperimentSpec } from './spec.ts';
import { taskOf } from './task-of.ts';
import { unreachable } from './unreachable.ts';

/** Where the estimate of an experiment's GPU memory comes from; all sizes in bytes. */
export interface MemoryPlan {
  readonly total: number;
  /** Of the total, without the data, which all arms share. */
  readonly arms: number;
  readonly largest: PlannedBuffer;
  readonly buffers: readonly PlannedBuffer[];
}

export interface PlannedBuffer {
  readonly label: string;
  readonly bytes: number;
  /** What to make smaller, and how small it must be for `limit` bytes a buffer. */
  readonly remedy: (limit: number) => string;
}

/** More than a page should take: browsers and drivers fail or swap beyond it. */
const TOTAL_LIMIT = 4 * 2 ** 30;
const FLOAT = 4;
/** What a layer makes exists beside its cotangents, one for the loss and, for sampled targets, another. */
const ACTIVATION_COPIES = 3;
/** All factors of an arm are one flat buffer, bound whole; so are their inverses and the scratches of tiles. */
const FACTOR_COPIES: Readonly<Record<KfacSpec['inverse']['kind'], number>> = { cholesky: 5, 'newton-schulz': 6, 'inverse-free': 10 };
/** Factors, eigenvectors, and scratches of tiles in which eigenproblems are solved and bases turned. */
const EIGENBASIS_COPIES = 8;
/** Beyond the factors of a chain in time: two roots, terms, eigenvectors, K, moments, Ψ, and scratches in which eigenproblems are solved. */
const CHAIN_COPIES = 13;

/**
 * Estimates from the spec alone what its data, weights, factors and activations take, before anything is allocated.
 * @throws OutOfMemoryError naming the largest buffer or the total, the limit, and what would fit; SpecError for a model
 * whose layers do not fit one another.
 */
export function planMemory(spec: ExperimentSpec, limits: Pick<AdapterLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'>): MemoryPlan {
  const plan = planModel(spec.model, taskOf(spec));
  const [ofData, ofArms] = [planData(spec), spec.arms.flatMap((arm) => planArm(spec, plan, arm))];
  const buffers = [...ofData, ...ofArms];
  const arms = bytesOf(ofArms);
  const total = bytesOf(ofData) + arms;
  const largest = buffers.reduce((most, buffer) => (buffer.bytes > most.bytes ? buffer : most));
  const limit = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  if (largest.bytes > limit) {
    throw new OutOfMemoryError(
      `memory: expected at most the ${inIec(limit)} a buffer that the adapter allows, got ${inIec(largest.bytes)} for ${largest.label}; ${largest.remedy(limit)}`,
    );
  }
  if (total > TOTAL_LIMIT) {
    throw new OutOfMemoryError(
      `memory: the experiment needs about ${inIec(total)}, expected at most ${inIec(TOTAL_LIMIT)}; ` +
        `its largest buffer is ${largest.label} with ${inIec(largest.bytes)}: make the layers or the batch smaller, or remove an arm`,
    );
  }
  return { total, arms, largest, buffers };
}

function bytesOf(buffers: readonly PlannedBuffer[]): number {
  return buffers.reduce((sum, { bytes }) => sum + bytes, 0);
}

function inIec(bytes: number): string {
  return bytes < 2 ** 30 ? mebibytes(bytes) : `${(bytes / 2 ** 30).toFixed(2)} GiB`;
}

function planData({ data }: ExperimentSpec): PlannedBuffer[] {
  const targets = targetsOf(data)?.length ?? 0;
  const bytesPerExample = inputSize(inputShapeOf(data)) * (isInBytes(data) ? 1 : FLOAT) + targets * FLOAT;
  return (['trainExamples', 'testExamples'] as const).map((field) => ({
    label: `data.${field}`,
    bytes: data[field] * (bytesPerExample + 1),
    remedy: (limit) => `lower data.${field} to ${Math.floor(limit / (bytesPerExample + 1))} or less`,
  }));
}

/** Whether a value of the data is known to be a byte. Windows of a text may share theirs. */
function isInBytes(data: DataSpec): boolean {
  if (data.kind === 'file') return data.inBytes || data.from.format === 'idx';
  return data.kind === 'mnist' || data.kind === 'fashion' || data.kind === 'curves' || isLanguage(data);
}

function planArm(spec: ExperimentSpec, plan: ModelPlan, arm: ArmSpec): PlannedBuffer[] {
  const parameters = plan.weights.reduce((sum, weight) => sum + weight.parameters, 0);
  const vectors = Array.from({ length: vectorsOf(arm.optimizer) }, () => ({
    label: `the weights of ${arm.name} (${parameters} parameters)`,
    bytes: parameters * FLOAT,
    remedy: (limit: number) => `make the layers narrower, to at most ${Math.floor(limit / FLOAT)} parameters`,
  }));
  const sizes = [countOf(plan.input), ...plan.layers.flatMap(({ output, intermediates }) => [countOf(output), intermediates])];
  return [
    ...vectors,
    ...sizes.flatMap((size) => planActivations(spec, arm, size)),
    ...planForwardPasses(spec, arm, sizes),
    ...planFactors(arm, plan.weights),
    ...planSideFactors(arm, plan.weights),
  ];
}

/** Of the largest minibatch: programs for smaller ones share its memory. */
function planActivations({ batchSize, batchGrowth }: ExperimentSpec, arm: ArmSpec, numbers: number): PlannedBuffer[] {
  const [field, batch] = batchGrowth === null ? ['batchSize', batchSize] : ['batchGrowth.to', batchGrowth.to];
  const bytesPerExample = numbers * FLOAT;
  return Array.from({ length: ACTIVATION_COPIES }, () => ({
    label: `an activation of ${arm.name} (batch ${batch} × ${numbers} numbers)`,
    bytes: batch * bytesPerExample,
    remedy: (limit) => `lower ${field} to ${Math.floor(limit / bytesPerExample)} or less`,
  }));
}

/** Evaluation and prediction run forward alone, a batch of their own at a time: each holds a layer's inputs and outputs. */
function planForwardPasses(spec: ExperimentSpec, arm: ArmSpec, sizes: readonly number[]): PlannedBuffer[] {
  const { data, evaluation } = spec;
  const task = taskOf(spec);
  const most = evaluationBatch(task);
  const batches = [Math.min(most, evaluation.trainExamples, data.trainExamples), Math.min(most, data.testExamples), predictionBatch(task)];
  const largest = Math.max(...sizes);
  return batches.flatMap((batch) =>
    Array.from({ length: 2 }, () => ({
      label: `an activation of ${arm.name} (${batch} examples to evaluate or predict × ${largest} numbers)`,
      bytes: batch * largest * FLOAT,
      remedy: (limit: number) => `make the layers narrower, to at most ${Math.floor(limit / (batch * FLOAT))} units`,
    })),
  );
}

function planFactors(arm: ArmSpec, weights: readonly PlannedWeight[]): PlannedBuffer[] {
  if (arm.optimizer.kind !== 'kfac') return [];
  const { blocks, estimation, representation, inverse } = arm.optimizer;
  const slices = weights.map(({ name, use, series, inputs, outputs }) => ({
    ...{ name, use, shape: [weightRows(use, inputs), outputs], offset: 0 },
    ...(series && { series }),
  }));
  const structures = blockStructures(blocks, weights.length);
  const layout = layoutFactors({ slices, size: 0, count: 0 }, structures, estimation !== 'forward-only');
  const copies = representation === 'factored' ? FACTOR_COPIES[inverse.kind] : EIGENBASIS_COPIES;
  const chains = layout.blocks.flatMap((block) => (block.kind === 'kronecker' && block.chain !== null ? [block] : []));
  const sizes = [
    ...Array.from({ length: copies }, () => layout.size),
    ...chains.flatMap(({ a, g }) => {
      const elements = [...a, ...g].reduce((sum, { size }) => sum + size ** 2, 0);
      return Array.from({ length: CHAIN_COPIES }, () => elements);
    }),
  ];
  return sizes.map((size) => ({
    label: `the factors of ${arm.name}`,
    bytes: size * FLOAT,
    remedy: (limit) =>
      `split its blocks, or make the layers narrower, until the squares of their inputs and outputs add up to at most ${Math.floor(limit / FLOAT)}`,
  }));
}

/** SOAP's and Shampoo's factors of both sides, with their bases and what the eigen-solve works in. */
function planSideFactors(arm: ArmSpec, weights: readonly PlannedWeight[]): PlannedBuffer[] {
  if (arm.optimizer.kind !== 'soap' && arm.optimizer.kind !== 'shampoo') return [];
  const elements = weights.reduce((sum, { inputs, outputs }) => sum + (inputs + 1) ** 2 + outputs ** 2, 0);
  return Array.from({ length: EIGENBASIS_COPIES }, () => ({
    label: `the factors of ${arm.name}`,
    bytes: elements * FLOAT,
    remedy: (limit) =>
      `make the layers narrower, until the squares of their inputs and outputs add up to at most ${Math.floor(limit / FLOAT)}`,
  }));
}

/** Vectors as long as the parameters that an optimiser keeps beside the gradient, the weights themselves included. */
function vectorsOf(optimizer: OptimizerSpec): number {
  switch (optimizer.kind) {
    case 'sgd':
      return 4;
    case 'adam':
    case 'rmsprop':
      return 5;
    case 'muon':
    case 'shampoo':
    case 'hessian-free':
      return 8;
    case 'soap':
      return 10;
    case 'kfac':
      return optimizer.step.kind === 'fixed' ? 6 : 8;
    default:
      return unreachable(optimizer);
  }
}
