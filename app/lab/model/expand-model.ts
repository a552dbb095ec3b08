import type { Task } from '../task.ts';
import { unreachable } from '../unreachable.ts';
import { outputShape } from './task-shapes.ts';
import { countOf } from './example-shape.ts';
import type { LayerSpec } from './layer-spec.ts';
import type { ModelSpec } from './model-spec.ts';

/** Width, and what follows the layer. */
interface Stage {
  readonly units: number;
  readonly activation: 'tanh' | 'relu' | 'sigmoid' | 'gelu' | 'linear';
}

/** The layers a model spec stands for on a task: an MLP, a mirrored autoencoder with a linear code, or those of a graph. */
export function expandModel(model: ModelSpec, task: Task): readonly LayerSpec[] {
  const outputs = countOf(outputShape(task));
  switch (model.kind) {
    case 'mlp':
      return stack([...hidden(model.hidden, model.activation), { units: outputs, activation: 'linear' }]);
    case 'autoencoder': {
      const widths = model.encoder.slice(0, -1);
      return stack([
        ...hidden(widths, model.activation),
        { units: model.encoder.at(-1)!, activation: 'linear' },
        ...hidden(widths.toReversed(), model.activation),
        { units: outputs, activation: 'linear' },
      ]);
    }
    case 'graph':
      return model.layers;
    default:
      return unreachable(model);
  }
}

function hidden(widths: readonly number[], activation: Stage['activation']): Stage[] {
  return widths.map((units) => ({ units, activation }));
}

/** Dense layers, each before its activation; both bear the number of the stage. */
function stack(stages: readonly Stage[]): LayerSpec[] {
  return stages.flatMap(({ units, activation }, index): LayerSpec[] => {
    const dense: LayerSpec = { kind: 'dense', name: `dense ${index + 1}`, from: null, tiedTo: null, units };
    if (activation === 'linear') return [dense];
    return [dense, { kind: 'activation', name: `${activation} ${index + 1}`, from: null, function: activation }];
  });
}
