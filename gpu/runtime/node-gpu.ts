/** Between two looks at whether the GPU is done, ms: little beside a step, long enough to leave the processor to it. */
const LOOK_EVERY = 1;

let patient = false;

/**
 * Dawn in Node; `VK_ICD_FILENAMES` names the driver on Linux. Sets WebGPU's global constants.
 *
 * Dawn's binding looks for finished work again and again by `setImmediate`, which keeps one core busy for as long as anything
 * is awaited: on an adapter that computes on the processor that is a core fewer for the work itself (ten dispatches of a second
 * took 26 s of a busy machine, and 11 s with pauses). So its turns are made a little longer.
 */
export async function nodeGpu(): Promise<GPU> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  if (!patient) {
    patient = true;
    // Nothing else in the lab waits by it, and Node's own parts use theirs directly.
    Object.assign(globalThis, { setImmediate: (look: () => void) => setTimeout(look, LOOK_EVERY) });
  }
  return create([]);
}
