/**
 * Which kernels suit an adapter:
 * `subgroup-4` – a CPU adapter whose subgroups are four lanes wide (SwiftShader): register tiles spread by broadcast;
 * `register` – any other CPU adapter (lavapipe): register tiles, no barriers;
 * `workgroup` – hardware GPUs: tiles staged in workgroup memory.
 */
export type KernelFamily = 'subgroup-4' | 'register' | 'workgroup';

export const KERNEL_FAMILIES: readonly KernelFamily[] = ['subgroup-4', 'register', 'workgroup'];

/** What the engine knows of the adapter it runs on; plain data, stored with every result. */
export interface AdapterFacts {
  readonly description: string;
  readonly vendor: string;
  readonly architecture: string;
  /** True when the work is done by the CPU; timings are then no guide to a GPU. */
  readonly software: boolean;
  readonly subgroups: boolean;
  readonly subgroupMinSize: number;
  readonly subgroupMaxSize: number;
  readonly timestamps: boolean;
  readonly family: KernelFamily;
  readonly limits: AdapterLimits;
}

/**
 * The limits the engine plans with, in bytes. A device is asked for these alone and keeps WebGPU's defaults for all others
 * (8 storage buffers, 16 KiB of workgroup memory, 256 invocations), so that a kernel which runs anywhere runs everywhere.
 */
export interface AdapterLimits {
  readonly maxBufferSize: number;
  readonly maxStorageBufferBindingSize: number;
}

/**
 * Families whose kernels are valid on the adapter, the preferred one first. `subgroup-4` needs exactly four lanes.
 */
export function usableFamilies(facts: AdapterFacts): readonly KernelFamily[] {
  const usable = KERNEL_FAMILIES.filter((family) => family !== 'subgroup-4' || hasFourLaneSubgroups(facts));
  return [facts.family, ...usable.filter((family) => family !== facts.family)];
}

/** Reads the facts from an adapter. */
export function adapterFacts(adapter: GPUAdapter): AdapterFacts {
  const { info, features, limits } = adapter;
  const software =
    info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|software|warp|basic render/i.test(`${info.description} ${info.architecture}`);
  const shape = {
    subgroups: features.has('subgroups'),
    subgroupMinSize: info.subgroupMinSize,
    subgroupMaxSize: info.subgroupMaxSize,
  };
  return {
    description: info.description || info.vendor || 'unnamed adapter',
    vendor: info.vendor,
    architecture: info.architecture,
    software,
    ...shape,
    timestamps: features.has('timestamp-query'),
    family: !software ? 'workgroup' : hasFourLaneSubgroups(shape) ? 'subgroup-4' : 'register',
    limits: {
      maxBufferSize: limits.maxBufferSize,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
    },
  };
}

function hasFourLaneSubgroups(facts: Pick<AdapterFacts, 'subgroups' | 'subgroupMinSize' | 'subgroupMaxSize'>): boolean {
  return facts.subgroups && facts.subgroupMinSize === 4 && facts.subgroupMaxSize === 4;
}
