import type { DeviceContext } from '../../../gpu/runtime/device-owner.ts';
import type { Arm } from '../arm.ts';
import { buildArm } from '../build-arm.ts';
import type { LanguageDataSpec } from '../data-spec.ts';
import { loadWindows } from '../datasets/load-dataset.ts';
import { languageTaskOf } from '../language-task.ts';
import { layerSchema, type LayerDraft } from '../model/layer-spec.ts';
import type { OptimizerSpec } from '../optimizer-spec.ts';
import { SPEC_VERSION, type ExperimentSpec } from '../spec.ts';
import { uploadDataset } from '../uploaded-dataset.ts';

/** Words of three letters, to be said again. */
export const COPY = { kind: 'sequence-task', task: 'copy', length: 3, trainExamples: 1_000, testExamples: 100 } as const;

/** An embedding, gated recurrent units, and the next of `vocabulary` characters. */
export function recurrentLayers(vocabulary: number, units: number): readonly LayerDraft[] {
  return [
    { kind: 'embedding', units: 16 },
    { kind: 'recurrent', cell: 'gru', units, returns: 'sequence' },
    { kind: 'dense', units: vocabulary },
  ];
}

/** An embedding with positions, and a block with one attention. */
export function attentionLayers(vocabulary: number, units: number): readonly LayerDraft[] {
  return [
    { kind: 'embedding', units },
    { kind: 'positions', encoding: 'learned', name: 'in' },
    { kind: 'layer-norm' },
    { kind: 'attention', name: 'look', heads: 2, causal: true },
    { kind: 'add', from: ['in', 'look'] },
    { kind: 'layer-norm' },
    { kind: 'dense', units: 2 * units },
    { kind: 'activation', function: 'gelu' },
    { kind: 'dense', units: vocabulary },
  ];
}

/** A spec with one arm. */
export function languageSpec(data: LanguageDataSpec, layers: readonly LayerDraft[], optimizer: OptimizerSpec): ExperimentSpec {
  return {
    version: SPEC_VERSION,
    name: 'characters',
    seed: 1,
    data,
    model: { kind: 'graph', layers: layers.map((layer) => layerSchema.parse(layer)), initialisation: 'glorot', reconstructs: false },
    batchSize: 32,
    batchGrowth: null,
    order: 'shuffled',
    initial: null,
    stop: { steps: 100, seconds: null },
    evaluation: { every: 50, trainExamples: 100 },
    arms: [{ name: optimizer.kind, optimizer }],
  };
}

/** Builds the arm of a spec whose data are generated, and releases all of it afterwards. */
export async function withLanguageArm(context: DeviceContext, spec: ExperimentSpec, use: (arm: Arm) => Promise<void>): Promise<void> {
  const data = spec.data as LanguageDataSpec;
  const source = { open: () => Promise.reject(new Error('data: expected generated data, got a file')) };
  const dataset = await uploadDataset(context, await loadWindows(data, spec.seed, source));
  try {
    const arm = await buildArm(context, { spec, arm: spec.arms[0]!, dataset, task: languageTaskOf(data) });
    try {
      await use(arm);
    } finally {
      arm.destroy();
    }
  } finally {
    dataset.destroy();
  }
}
