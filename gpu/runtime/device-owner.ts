import { adapterFacts, type AdapterFacts } from './adapter-facts.ts';
import { DeviceLostError } from './errors.ts';
import { Memory } from './memory.ts';
import { PipelineCache } from './pipeline-cache.ts';

/** One generation of a device and all that is made on it. */
export interface DeviceContext {
  readonly generation: number;
  readonly device: GPUDevice;
  readonly facts: AdapterFacts;
  readonly memory: Memory;
  readonly pipelines: PipelineCache;
  /** Resolves with the reason once the device is lost; `intentional` when the owner destroyed it. */
  readonly lost: Promise<DeviceLoss>;
  /** Resolves with the first error that no error scope caught: work was dropped, and what buffers hold may be stale. */
  readonly fault: Promise<DeviceFault>;
}

export interface DeviceLoss {
  readonly generation: number;
  readonly intentional: boolean;
  readonly message: string;
}

export interface DeviceFault {
  readonly generation: number;
  readonly message: string;
}

const OPTIONAL_FEATURES: readonly GPUFeatureName[] = ['subgroups', 'timestamp-query'];

/** Owns the current device and makes the next generation when one is lost or faulty. */
export class DeviceOwner {
  readonly #gpu: GPU;
  #generation = 0;
  #context: DeviceContext | null = null;
  #pending: Promise<DeviceContext> | null = null;
  #releases = 0;
  #isFaulty = false;

  constructor(gpu: GPU) {
    this.#gpu = gpu;
  }

  /**
   * The live context, requesting an adapter and a device when there is none. A device that reported a fault is replaced.
   * Callers that meet while one is requested get the same.
   * @throws DeviceLostError when no adapter or no device can be had, or the owner is released meanwhile.
   */
  async acquire(): Promise<DeviceContext> {
    if (this.#isFaulty) this.release();
    if (this.#context !== null) return this.#context;
    this.#pending ??= this.#make();
    const pending = this.#pending;
    try {
      return await pending;
    } finally {
      if (this.#pending === pending) this.#pending = null;
    }
  }

  /** Destroys the current device, if any, also one that is being requested. */
  release(): void {
    this.#context?.device.destroy();
    this.#context = null;
    this.#pending = null;
    this.#isFaulty = false;
    this.#releases += 1;
  }

  async #make(): Promise<DeviceContext> {
    const releases = this.#releases;
    const { device, facts } = await requestDevice(this.#gpu);
    if (releases !== this.#releases) {
      device.destroy();
      throw new DeviceLostError('device: released while it was requested; acquire it again');
    }
    const generation = ++this.#generation;
    const fault = new Promise<DeviceFault>((resolve) => {
      device.addEventListener('uncapturederror', ({ error: { message } }) => {
        console.error(`gpu: ${message}`);
        if (this.#context?.generation === generation) this.#isFaulty = true;
        resolve({ generation, message });
      });
    });
    const lost = device.lost.then((info): DeviceLoss => {
      if (this.#context?.generation === generation) {
        this.#context = null;
        this.#isFaulty = false;
      }
      return { generation, intentional: info.reason === 'destroyed', message: info.message };
    });
    this.#context = { generation, device, facts, memory: new Memory(device), pipelines: new PipelineCache(device), lost, fault };
    return this.#context;
  }
}

async function requestDevice(gpu: GPU): Promise<{ readonly device: GPUDevice; readonly facts: AdapterFacts }> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(refused('adapter'));
  if (adapter === null) {
    throw new DeviceLostError('device: no WebGPU adapter; enable WebGPU in the browser, update the graphics driver, or reload the page');
  }
  const facts = adapterFacts(adapter);
  const descriptor = {
    requiredFeatures: OPTIONAL_FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits: { ...facts.limits },
  };
  return { device: await adapter.requestDevice(descriptor).catch(refused('device')), facts };
}

function refused(what: string): (cause: unknown) => never {
  return (cause) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DeviceLostError(`device: the browser refuses the WebGPU ${what} (${reason}); reload the page`, { cause });
  };
}
