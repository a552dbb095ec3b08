import { show } from './describe-issue.ts';
import type { LayerPlan, ModelPlan } from './model/model-plan.ts';
import { casesOf } from './plan-blocks.ts';
import type { SpecIssue } from './spec-error.ts';
import type { ArmSpec, ExperimentSpec } from './spec.ts';

/** Whether the minibatches and the arms suit the batch norms of a model. */
export function checkBatchNorm({ batchSize, arms }: ExperimentSpec, { layers, weights }: ModelPlan): SpecIssue[] {
  const norms = layers.flatMap((layer, index) => (layer.spec.kind === 'batch-norm' ? [{ layer, index }] : []));
  const [first] = norms;
  if (first === undefined) return [];
  // A channel of an image has many numbers a case; one that is alone in its case needs others.
  const alone = norms.find(({ index }) => weights.some(({ layer, rows }) => layer === index && rows === 1))?.layer;
  return [
    ...checkCases(alone, 'batchSize', batchSize),
    ...arms.flatMap(({ optimizer }, index) =>
      checkArm(optimizer, { first: first.layer, alone, batchSize, path: `arms.${index}.optimizer` }),
    ),
  ];
}

interface Norms {
  readonly first: LayerPlan;
  /** One whose channels have a single number a case. */
  readonly alone: LayerPlan | undefined;
  readonly batchSize: number;
  readonly path: string;
}

function checkArm(optimizer: ArmSpec['optimizer'], { first, alone, batchSize, path }: Norms): SpecIssue[] {
  if (optimizer.kind !== 'kfac') return [];
  const { estimation, iterateDecay, statisticsFraction, step } = optimizer;
  const issues: SpecIssue[] = [];
  if (estimation === 'exact') {
    const message = `expected "sampled" or "curvature-propagation" beside the batch norm ${show(first.name)}, got "exact", which pulls back all cases of a minibatch at once and would take what one of them gives to another for its own; choose "sampled"`;
    issues.push({ path: `${path}.estimation`, message });
  }
  if (iterateDecay !== null) {
    const message = `expected null beside the batch norm ${show(first.name)}, whose running averages belong to the last iterate, got ${iterateDecay}; set it to null`;
    issues.push({ path: `${path}.iterateDecay`, message });
  }
  const shares = [
    { field: 'statisticsFraction', share: statisticsFraction },
    ...(step.kind === 'quadratic-model' ? [{ field: 'step.fraction', share: step.fraction }] : []),
  ];
  // Where a whole minibatch is too small, that is what to say.
  if (batchSize < 2) return issues;
  return [...issues, ...shares.flatMap(({ field, share }) => checkCases(alone, `${path}.${field}`, casesOf(share, batchSize), share))];
}

/** @param got what the field says, where that is not the number of cases. */
function checkCases(alone: LayerPlan | undefined, path: string, cases: number, got = cases): SpecIssue[] {
  if (alone === undefined || cases >= 2) return [];
  const message = `expected 2 cases or more for the batch norm ${show(alone.name)}, as a single number has no variance, got ${got === cases ? '' : `${got}, which is `}${cases}; raise it`;
  return [{ path, message }];
}
