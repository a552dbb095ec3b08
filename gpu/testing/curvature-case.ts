import { activation } from '../nn/activation.ts';
import { dense } from '../nn/dense.ts';
import { sequential } from '../nn/network.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';
import { rowsOf, type DenseNetwork } from './dense-network.ts';
import { modelCurvature, type CurvatureOptions, type ModelCurvature } from './model-curvature.ts';
import { Seeded } from './seeded.ts';

export interface CurvatureCase extends CurvatureOptions {
  /** Inputs, hidden widths, outputs. */
  readonly widths: readonly number[];
  readonly activation: DenseNetwork['activation'];
  /** Cases drawn; each is in the batch `repeats` times, once when absent. */
  readonly cases: number;
  readonly repeats?: number;
  /** Changes what was drawn, in place, before anything is computed. */
  readonly alter?: (drawn: { readonly inputs: Float32Array; readonly parameters: Float32Array }) => void;
}

export interface CurvatureResult extends ModelCurvature {
  readonly network: DenseNetwork;
  readonly inputs: readonly number[][];
  /** Class numbers, or rows of values. */
  readonly targets: Uint32Array | Float32Array;
}

/** Estimates, inverts and preconditions on a small dense network with random parameters and data. */
export async function runCurvature(context: DeviceContext, problem: CurvatureCase): Promise<CurvatureResult> {
  const { widths, loss } = problem;
  const repeats = problem.repeats ?? 1;
  const cases = problem.cases * repeats;
  const numbers = new Seeded(problem.seed);
  const model = sequential(
    widths.slice(1).flatMap((outputs, layer) => {
      const linear = dense(`dense ${String(layer)}`, widths[layer]!, outputs, 'glorot');
      return layer === widths.length - 2 || problem.activation === 'linear'
        ? [linear]
        : [linear, activation(`activation ${String(layer)}`, problem.activation)];
    }),
  );
  const outputs = widths.at(-1)!;
  const parameters = new Float32Array(model.layout.size);
  for (const { shape, offset } of model.layout.slices) parameters.set(numbers.normals(shape[0]! * shape[1]!, 0.7), offset);
  const inputs = repeated(numbers.normals(problem.cases * widths[0]!), repeats);
  const targets =
    loss.targets === 'labels'
      ? repeated(numbers.integers(problem.cases, 0, outputs - 1), repeats)
      : repeated(numbers.uniforms(problem.cases * outputs, 0, 1), repeats);

  problem.alter?.({ inputs, parameters });

  const batch = {
    model,
    parameters,
    inputs: { shape: [cases, widths[0]!], data: inputs },
    targets: { shape: targets instanceof Uint32Array ? [cases] : [cases, outputs], data: targets },
  };
  const { layers, status } = await modelCurvature(context, batch, problem);
  const weights = model.layout.slices.map(({ shape, offset }) =>
    rowsOf(parameters.subarray(offset, offset + shape[0]! * shape[1]!), shape[1]!),
  );
  return { network: { activation: problem.activation, weights }, inputs: rowsOf(inputs, widths[0]!), targets, layers, status };
}

function repeated<Values extends Float32Array | Uint32Array>(values: Values, times: number): Values {
  const all = new (values.constructor as new (length: number) => Values)(values.length * times);
  for (let time = 0; time < times; time++) all.set(values, time * values.length);
  return all;
}
