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
}

export interface DeviceLoss {
  readonly generation: number;
  readonly intentional: boolean;
  readonly message: string;
}

const OPTIONAL_FEATURES: readonly GPUFeatureName[] = ['subgroups', 'timestamp-query'];

/** Owns the current device and makes the next generation when one is lost. */
export class DeviceOwner {
  readonly #gpu: GPU;
  #generation = 0;
  #context: DeviceContext | null = null;

  constructor(gpu: GPU) {
    this.#gpu = gpu;
  }

  /**
   * The live context, requesting an adapter and a device when there is none.
   * @throws DeviceLostError when no adapter or no device can be had.
   */
  async acquire(): Promise<DeviceContext> {
    if (this.#context !== null) return this.#context;
    const adapter = await this.#gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter === null) {
      throw new DeviceLostError('device: no WebGPU adapter; enable WebGPU in the browser, update the graphics driver, or reload the page');
    }
    const facts = adapterFacts(adapter);
    const device = await adapter.requestDevice({
      requiredFeatures: OPTIONAL_FEATURES.filter((feature) => adapter.features.has(feature)),
      requiredLimits: { ...facts.limits },
    });
    device.addEventListener('uncapturederror', ({ error }) => {
      console.error(`gpu: ${error.message}`);
    });
    const generation = ++this.#generation;
    const lost = device.lost.then((info): DeviceLoss => {
      if (this.#context?.generation === generation) this.#context = null;
      return { generation, intentional: info.reason === 'destroyed', message: info.message };
    });
    this.#context = { generation, device, facts, memory: new Memory(device), pipelines: new PipelineCache(device), lost };
    return this.#context;
  }

  /** Destroys the current device, if any. */
  release(): void {
    this.#context?.device.destroy();
    this.#context = null;
  }
}
