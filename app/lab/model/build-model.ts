import { bernoulliCrossEntropy } from '../../gpu/losses/bernoulli-cross-entropy.ts';
import type { Loss } from '../../gpu/losses/loss.ts';
import { softmaxCrossEntropy } from '../../gpu/losses/softmax-cross-entropy.ts';
import { activation } from '../../gpu/nn/activation.ts';
import { dense } from '../../gpu/nn/dense.ts';
import type { Layer } from '../../gpu/nn/layer.ts';
import { sequential, type Model } from '../../gpu/nn/network.ts';
import { inputSize } from './data-shape.ts';
import type { LayerDescription, Task } from './events.ts';
import type { ModelSpec } from './model-spec.ts';

/** A model with the loss its task asks for. */
export interface BuiltModel {
  readonly model: Model;
  readonly loss: Loss;
  readonly layers: readonly Omit<LayerDescription, 'block'>[];
}

/** Width, and what follows the layer. */
interface Stage {
  readonly outputs: number;
  readonly activation: ModelSpec['activation'] | 'linear';
}

/** The layers a model spec stands for on a task: an MLP with softmax, or a mirrored autoencoder with a linear code. */
export function buildModel(spec: ModelSpec, task: Task): BuiltModel {
  const layers: Layer[] = [];
  const descriptions: Omit<LayerDescription, 'block'>[] = [];
  let inputs = inputSize(task.inputs);
  for (const [index, stage] of stagesOf(spec, task).entries()) {
    const name = `dense ${String(index + 1)}`;
    layers.push(dense(name, inputs, stage.outputs, spec.initialisation));
    if (stage.activation !== 'linear') layers.push(activation(`${stage.activation} ${String(index + 1)}`, stage.activation));
    descriptions.push({ name, inputs, ...stage, parameters: (inputs + 1) * stage.outputs });
    inputs = stage.outputs;
  }
  return {
    model: sequential(layers),
    loss: task.kind === 'classification' ? softmaxCrossEntropy : bernoulliCrossEntropy,
    layers: descriptions,
  };
}

function stagesOf(spec: ModelSpec, task: Task): Stage[] {
  const { activation: kind } = spec;
  switch (spec.kind) {
    case 'mlp': {
      const outputs = task.kind === 'classification' ? task.classes : inputSize(task.inputs);
      return [...spec.hidden.map((width): Stage => ({ outputs: width, activation: kind })), { outputs, activation: 'linear' }];
    }
    case 'autoencoder': {
      const decoder = spec.encoder.slice(0, -1).reverse();
      return [
        ...spec.encoder.slice(0, -1).map((width): Stage => ({ outputs: width, activation: kind })),
        { outputs: spec.encoder.at(-1)!, activation: 'linear' },
        ...decoder.map((width): Stage => ({ outputs: width, activation: kind })),
        { outputs: inputSize(task.inputs), activation: 'linear' },
      ];
    }
  }
}
