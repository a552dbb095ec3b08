import { buildArm } from '../../app/lab/build-arm.ts';
import { uploadDataset } from '../../app/lab/uploaded-dataset.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { Problem } from '../measures.ts';
import { timed, type Prepared } from '../peer.ts';
import { networkOf, PERIOD, tinyNetwork, type Network, type Training } from './our-networks.ts';
import { prepareTransformer } from './prepare-transformer.ts';

type Steps = Extract<Problem, { kind: 'training' | 'javascript' }>;

/** One submission of the slowest steps stays below what drivers take for a hang. */
const STEPS_PER_SUBMIT = 4;

/** Whole training steps as the lab runs them: minibatch, forward, backward, update, guard, report and its readback. */
export async function prepareSteps(context: DeviceContext, problem: Steps): Promise<Prepared> {
  const arm = await trainingOf(context, problem);
  let loss = NaN;
  const train = async (count: number): Promise<void> => {
    for (let left = count; left > 0; left -= STEPS_PER_SUBMIT) {
      const { losses, failure } = await arm.train(Math.min(left, STEPS_PER_SUBMIT));
      if (failure !== null) throw new Error(`bench: step ${failure.step} of ours is not finite in ${failure.tensor}`);
      loss = losses.at(-1)!;
    }
  };
  const check = (): Promise<number> => Promise.resolve(loss);
  if (problem.kind === 'training') {
    const kfac = problem.optimizer === 'kfac';
    // The first three steps of K-FAC invert, each; any 20 after them update statistics four times and invert once.
    return {
      ...(kfac ? { warmUp: 3, period: PERIOD } : {}),
      run: (count) => timed(() => train(count)),
      check,
      destroy: () => {
        arm.destroy();
      },
    };
  }
  return {
    warmUp: 8,
    async run(count) {
      let milliseconds = 0;
      for (let repetition = 0; repetition < count; repetition++) {
        // Until its first await, train() encodes, submits and asks for the readback.
        const began = performance.now();
        const record = arm.train(problem.stepsPerSubmit);
        milliseconds += (performance.now() - began) / problem.stepsPerSubmit;
        loss = (await record).losses.at(-1)!;
      }
      return milliseconds;
    },
    check,
    destroy: () => {
      arm.destroy();
    },
  };
}

function trainingOf(context: DeviceContext, problem: Steps): Promise<Training> {
  if (problem.kind === 'javascript') return armOf(context, tinyNetwork());
  const { model, optimizer, batch } = problem;
  return model === 'transformer' ? prepareTransformer(context, optimizer, batch) : armOf(context, networkOf(model, optimizer, batch));
}

async function armOf(context: DeviceContext, { dataset, spec }: Network): Promise<Training> {
  const uploaded = await uploadDataset(context, dataset);
  const arm = await buildArm(context, { spec, arm: spec.arms[0]!, dataset: uploaded, task: dataset.task });
  return {
    train: (count) => arm.train(count),
    destroy: () => {
      arm.destroy();
      uploaded.destroy();
    },
  };
}
