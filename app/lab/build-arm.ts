import type { Curvature } from '../../gpu/curvature/curvature.ts';
import type { Variable } from '../../gpu/graph/state.ts';
import { Float64Fallback } from '../../gpu/optimizers/float64-fallback.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { Arm } from './arm.ts';
import type { ModelPlan, PlannedWeight } from './model/model-plan.ts';
import type { KfacSpec } from './kfac-spec.ts';
import { ArmState } from './arm-state.ts';
import type { StateLayout } from './checkpoint-tensors.ts';
import { declareArm, type ArmOptions } from './declare-arm.ts';
import { evaluationBatch, Evaluator, type Evaluation } from './evaluator.ts';
import { Predictor } from './predictor.ts';
import type { ArmDescription, BlockDescription, LayerDescription, TargetScore } from './events.ts';
import { LayerProbe } from './looks/layer-probe.ts';
import { planBlocks } from './plan-blocks.ts';
import { readBlock } from './read-block.ts';
import { meanRSquared, scoreTargets } from './score-targets.ts';
import type { UploadedSplit } from './uploaded-dataset.ts';
import { readOnce } from '../../gpu/runtime/readback.ts';
import type { OptimizerSpec } from './optimizer-spec.ts';
import { Trainer } from './trainer.ts';
import { compileTraining, traceTraining } from './training-programs.ts';

/**
 * Traces, compiles and allocates everything one arm needs. All arms of a spec start from the same parameters and see
 * the same minibatches, since both come from its seed alone.
 * @throws OutOfMemoryError; ShaderCompileError; DataError for initial weights of other layers. Nothing stays allocated then.
 */
export async function buildArm(context: DeviceContext, options: ArmOptions): Promise<Arm> {
  const { spec, arm, dataset, task } = options;
  const declared = declareArm(options);
  const { model, loss, plan, weights, state, parameters, counter, moments, guard, report } = declared;
  const releases: (() => void)[] = [
    () => {
      state.destroy(context);
    },
  ];
  const destroy = (): void => {
    for (const release of releases.splice(0).reverse()) release();
  };
  try {
    const training = await compileTraining(context, traceTraining(declared), state);
    releases.push(() => {
      training.destroy();
    });
    const { curvature, averaged } = training.stages[0].schedule;
    // Before the first step the average of iterates is where they start.
    if (averaged) state.write(context, averaged, weights);
    const fallback = curvature === null ? null : new Float64Fallback({ context, state, curvature, report, guard });
    const trainer = await Trainer.create(context, { stages: training.stages, state, report, guard, fallback });
    releases.push(() => {
      trainer.destroy();
    });
    const trained = { context, model, loss, parameters: averaged ?? parameters, moments: moments?.averages ?? null, state };
    const told = task.kind === 'regression' ? task.targets.length : 0;
    const trainEvaluator = await Evaluator.create(
      trained,
      dataset.train,
      Math.min(spec.evaluation.trainExamples, dataset.train.split.count),
      evaluationBatch(task),
      { columns: told },
    );
    releases.push(() => {
      trainEvaluator.destroy();
    });
    const testEvaluator = await Evaluator.create(trained, dataset.test, dataset.test.split.count, evaluationBatch(task), {
      columns: task.kind === 'classification' ? task.classes : told,
    });
    releases.push(() => {
      testEvaluator.destroy();
    });
    const predictor = await Predictor.create(trained, task);
    releases.push(() => {
      predictor.destroy();
    });

    let probe: LayerProbe | null = null;
    const endLook = (): void => {
      probe?.destroy();
      probe = null;
    };
    releases.push(endLook);

    const description: ArmDescription = {
      name: arm.name,
      optimizer: arm.optimizer.kind,
      parameters: model.layout.count,
      bytes: state.bytes + training.bytes + trainEvaluator.bytes + testEvaluator.bytes + predictor.bytes,
      dispatches: trainer.dispatchesOfPlainStep,
      layers: describeLayers(plan, arm.optimizer, spec.batchSize),
    };
    const layout: StateLayout = {
      parameters: model.layout,
      moments,
      curvature: curvature && { layout: curvature.layout, flat: flatCurvature(curvature) },
    };
    const armState = new ArmState({ context, state, layout, counter, seed: spec.seed, guard, report });
    return {
      description,
      train: (count) => trainer.train(count),
      async evaluate() {
        const train = await trainEvaluator.evaluate();
        const test = await testEvaluator.evaluate();
        const trainScores = scoresOf(train, dataset.train);
        const testScores = scoresOf(test, dataset.test);
        return {
          trainLoss: train.loss,
          trainMetric: trainScores === null ? train.metric : meanRSquared(trainScores),
          testLoss: test.loss,
          testMetric: testScores === null ? test.metric : meanRSquared(testScores),
          ...(testScores && { testScores }),
          testAnswers: test.answers,
          testPositions: test.positions,
        };
      },
      predict: (values, count) => predictor.predict(values, count),
      curvature: (layer) => readBlock(context, state, curvature, report, layer),
      async look(layer, example) {
        if (probe?.visible !== layer) {
          endLook();
          probe = await LayerProbe.create(trained, task, layer);
        }
        return probe.read(example);
      },
      endLook,
      weights: async () => new Float32Array(await readOnce(context, [state.range(parameters)])),
      save: () => armState.save(),
      restore: (source) => {
        trainer.resumeAfter(armState.restore(source));
      },
      destroy,
    };
  } catch (error) {
    destroy();
    throw error;
  }
}

/** How well numbers are told; null where there are none. */
function scoresOf({ answers }: Evaluation, { split }: UploadedSplit): readonly TargetScore[] | null {
  return answers === null || 'tokens' in split || split.targets === undefined ? null : scoreTargets(answers.predictions, split.targets);
}

/** The weights with the curvature blocks that the optimiser keeps for them. */
function describeLayers({ weights, layers }: ModelPlan, optimizer: OptimizerSpec, batch: number): readonly LayerDescription[] {
  const blocks = optimizer.kind === 'kfac' ? describeBlocks(weights, optimizer, batch) : [];
  return weights.map(({ layer, ...weight }, index) => ({
    ...weight,
    kind: layers[layer]!.spec.kind,
    block: blocks[index] ?? null,
  }));
}

function describeBlocks(weights: readonly PlannedWeight[], kfac: KfacSpec, batch: number): readonly (BlockDescription | null)[] {
  const { representation, estimation } = kfac;
  return planBlocks(kfac, weights, batch).layers.map(
    ({ structure, cost }) =>
      cost && { structure, representation, forwardOnly: estimation === 'forward-only', bytes: cost.bytes, relativeCost: cost.relative },
  );
}

/** The variables that are laid out like the factors, and how their tensors' names end. */
function flatCurvature({ factors, derived }: Curvature): ReadonlyMap<Variable, string> {
  return new Map([[factors, ''], ...derived.map(({ kind, variable }) => [variable, ` ${kind}`] as const)]);
}
