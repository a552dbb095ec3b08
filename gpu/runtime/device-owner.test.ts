import { afterEach, describe, expect, test, vi } from 'vitest';
import { DeviceOwner } from './device-owner.ts';
import { DeviceLostError } from './errors.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

class FakeDevice extends EventTarget {
  destroyed = false;
  #lose: (info: { reason: string; message: string }) => void = () => undefined;
  readonly lost = new Promise((resolve) => (this.#lose = resolve));

  destroy(): void {
    this.destroyed = true;
    this.#lose({ reason: 'destroyed', message: '' });
  }

  refuse(message: string): void {
    this.dispatchEvent(Object.assign(new Event('uncapturederror'), { error: { message } }));
  }
}

/** A GPU without hardware; an error given is what its device requests reject with. */
function fakeGpu(refusal: Error | null = null) {
  const devices: FakeDevice[] = [];
  const descriptors: GPUDeviceDescriptor[] = [];
  const adapter = {
    info: { description: 'fake', architecture: '', isFallbackAdapter: false },
    features: new Set(['timestamp-query']),
    limits: { maxBufferSize: 8, maxStorageBufferBindingSize: 4, maxComputeInvocationsPerWorkgroup: 1_024 },
    requestDevice: (descriptor: GPUDeviceDescriptor) => {
      if (refusal !== null) return Promise.reject(refusal);
      descriptors.push(descriptor);
      devices.push(new FakeDevice());
      return Promise.resolve(devices.at(-1)!);
    },
  };
  const gpu = { requestAdapter: () => Promise.resolve(adapter) };
  return { owner: new DeviceOwner(gpu as unknown as GPU), devices, descriptors };
}

describe('the owner of the device', () => {
  test('requests one device for callers that meet, and keeps it', async () => {
    const { owner, devices } = fakeGpu();
    const [first, second] = await Promise.all([owner.acquire(), owner.acquire()]);
    expect(second).toBe(first);
    expect(await owner.acquire()).toBe(first);
    expect(devices).toHaveLength(1);
  });

  test('asks for large buffers and otherwise for what WebGPU promises everywhere', async () => {
    const { owner, descriptors } = fakeGpu();
    await owner.acquire();
    expect(descriptors).toEqual([
      { requiredFeatures: ['timestamp-query'], requiredLimits: { maxBufferSize: 8, maxStorageBufferBindingSize: 4 } },
    ]);
  });

  test('destroys a device that arrives after its release, and makes another when asked again', async () => {
    const { owner, devices } = fakeGpu();
    const early = owner.acquire();
    owner.release();
    const late = owner.acquire();
    await expect(early).rejects.toThrow(/released while it was requested/);
    const context = await late;
    expect(devices.map(({ destroyed }) => destroyed)).toEqual([true, false]);
    expect(await owner.acquire()).toBe(context);
  });

  test('tells of a refused device as a lost one, with the cause, and tries again', async () => {
    const refusal = new Error('too many devices');
    const { owner } = fakeGpu(refusal);
    for (let attempt = 0; attempt < 2; attempt++) {
      const error: unknown = await owner.acquire().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(DeviceLostError);
      expect(error).toMatchObject({ message: expect.stringContaining('too many devices') as unknown, cause: refusal });
    }
  });

  test('reports the first error that nobody caught, and replaces the device at the next acquire', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const { owner, devices } = fakeGpu();
    const first = await owner.acquire();
    devices[0]!.refuse('bad dispatch');
    devices[0]!.refuse('worse dispatch');
    expect(await first.fault).toEqual({ generation: 1, message: 'bad dispatch' });
    expect(log).toHaveBeenCalledTimes(2);
    expect((await owner.acquire()).generation).toBe(2);
    expect(devices.map(({ destroyed }) => destroyed)).toEqual([true, false]);
    expect(await first.lost).toMatchObject({ generation: 1, intentional: true });
    expect((await owner.acquire()).generation).toBe(2);
  });
});
