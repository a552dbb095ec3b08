import { compile } from '../../gpu/graph/compile.ts';
import type { Graph } from '../../gpu/graph/graph.ts';
import type { State, Variable } from '../../gpu/graph/state.ts';
import { sizeOf } from '../../gpu/graph/tensor.ts';
import type { Loss } from '../../gpu/losses/loss.ts';
import type { Model } from '../../gpu/nn/network.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import { ReadbackRing } from '../../gpu/runtime/readback.ts';

/** A model on the GPU and where its parameters are. */
export interface TrainedModel {
  readonly context: DeviceContext;
  readonly model: Model;
  readonly loss: Loss;
  readonly parameters: Variable;
  /** Running averages of the moments that its layers normalise by; null for a model that has none. */
  readonly moments: Variable | null;
  readonly state: State;
}

/** A small program that is given one variable and answers with others. */
export interface Replayed {
  /** GPU memory of the program and its variables. */
  readonly bytes: number;
  /** Writes the input, replays once, and reads the f32 elements of all outputs, one after the other. */
  run(input: Float32Array | Uint32Array): Promise<Float32Array>;
  destroy(): void;
}

/** A trace with the variables that are its own: they are no part of what the model's training keeps. */
export interface ReplayedTrace {
  readonly graph: Graph;
  /** Holds `input` and `outputs`, and shares the model's state. */
  readonly state: State;
  readonly input: Variable;
  readonly outputs: readonly Variable[];
}

/**
 * Allocates and compiles a trace that reads `input` and leaves its answer in `outputs`.
 * @throws OutOfMemoryError; ShaderCompileError. Nothing stays allocated then.
 */
export async function compileReplayed(context: DeviceContext, { graph, state, input, outputs }: ReplayedTrace): Promise<Replayed> {
  const elements = outputs.reduce((sum, output) => sum + sizeOf(output.shape), 0);
  const releases = [
    (): void => {
      state.destroy(context);
    },
  ];
  const destroy = (): void => {
    for (const release of releases.splice(0).reverse()) release();
  };
  try {
    await state.allocate(context);
    const compiled = await compile(context, graph, state);
    releases.push(() => {
      compiled.destroy();
    });
    const ring = await ReadbackRing.create(context, elements * 4, 1);
    releases.push(() => {
      ring.destroy();
    });
    const selection = compiled.program.select(() => true);
    return {
      bytes: compiled.bytes + state.bytes,
      async run(content) {
        state.write(context, input, content);
        compiled.program.submit(context.device, selection);
        return new Float32Array(await ring.read(outputs.map((output) => state.range(output))));
      },
      destroy,
    };
  } catch (error) {
    destroy();
    throw error;
  }
}
