import { compile } from '../../gpu/graph/compile.ts';
import type { Graph } from '../../gpu/graph/graph.ts';
import type { State, Variable } from '../../gpu/graph/state.ts';
import { sizeOf } from '../../gpu/graph/tensor.ts';
import type { Loss } from '../../gpu/losses/loss.ts';
import type { Model } from '../../gpu/nn/sequential.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import { ReadbackRing } from '../../gpu/runtime/readback.ts';

/** A model on the GPU and where its parameters are. */
export interface TrainedModel {
  readonly context: DeviceContext;
  readonly model: Model;
  readonly loss: Loss;
  readonly parameters: Variable;
  readonly state: State;
}

/** A small program that is given one variable and answers with others. */
export interface Replayed {
  readonly bytes: number;
  /** Writes the input, replays once, and reads the f32 elements of all outputs, one after the other. */
  run(input: Float32Array | Uint32Array): Promise<Float32Array>;
  destroy(): void;
}

/**
 * Allocates and compiles a trace that reads `input` and leaves its answer in `outputs`.
 * @throws OutOfMemoryError; ShaderCompileError. Only the state's variables stay allocated then.
 */
export async function compileReplayed(
  { context, state }: TrainedModel,
  graph: Graph,
  input: Variable,
  outputs: readonly Variable[],
): Promise<Replayed> {
  await state.allocate(context);
  const compiled = await compile(context, graph, state);
  const elements = outputs.reduce((sum, output) => sum + sizeOf(output.shape), 0);
  const ring = await ReadbackRing.create(context, elements * 4, 1).catch((error: unknown) => {
    compiled.destroy();
    throw error;
  });
  const selection = compiled.program.select(() => true);
  return {
    bytes: compiled.bytes,
    async run(content) {
      state.write(context, input, content);
      const encoder = context.device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      compiled.program.encode(pass, selection);
      pass.end();
      context.device.queue.submit([encoder.finish()]);
      return new Float32Array(await ring.read(outputs.map((output) => state.range(output))));
    },
    destroy() {
      compiled.destroy();
      ring.destroy();
    },
  };
}
