import { beforeAll, describe, expect, test } from 'vitest';
import { testDevice } from '../testing/device.ts';
import { OutOfMemoryError } from './errors.ts';
import { Memory } from './memory.ts';

// The named usages exist only once a device does.
beforeAll(testDevice);

const limits = { maxBufferSize: 4_096, maxStorageBufferBindingSize: 1_024 };

/** A device that calls buffers labelled `refused` invalid, and answers for its error scopes in a later task. */
function fakeDevice(): { readonly device: GPUDevice; readonly scopes: unknown[] } {
  const scopes: { readonly filter: GPUErrorFilter; error: { message: string } | null }[] = [];
  const device = {
    limits,
    pushErrorScope: (filter: GPUErrorFilter) => scopes.push({ filter, error: null }),
    popErrorScope: () => {
      const { error } = scopes.pop()!;
      return new Promise((resolve) => setTimeout(() => resolve(error), 1));
    },
    createBuffer: ({ label, size }: GPUBufferDescriptor) => {
      if (label === 'refused') scopes.findLast(({ filter }) => filter === 'validation')!.error = { message: 'not valid' };
      return { size, destroy: () => undefined };
    },
  };
  return { device: device as unknown as GPUDevice, scopes };
}

describe('memory', () => {
  test('blames only the allocation that was refused when two overlap', async () => {
    const { device, scopes } = fakeDevice();
    const memory = new Memory(device);
    const request = (label: string) => memory.allocate([{ label, size: 16, usage: GPUBufferUsage.STORAGE }]);
    const [accepted, refused] = await Promise.allSettled([request('accepted'), request('refused')]);
    expect([accepted.status, refused.status]).toEqual(['fulfilled', 'rejected']);
    expect((refused as PromiseRejectedResult).reason).toBeInstanceOf(OutOfMemoryError);
    expect(scopes).toEqual([]);
    expect(memory.liveBytes).toBe(16);
  });

  test('creates none of the buffers when one is too large, and names it, its need and the limit', async () => {
    const memory = new Memory(fakeDevice().device);
    const usage = GPUBufferUsage.STORAGE;
    const allocate = (size: number, more = {}): Promise<unknown> =>
      memory.allocate([
        { label: 'small', size: 16, usage },
        { label: 'large', size, usage, ...more },
      ]);
    await expect(allocate(1_025)).rejects.toThrow(/memory: large needs 0.000980 MiB, the adapter allows 0.000977 MiB a binding/);
    await expect(allocate(4_097, { usage: GPUBufferUsage.MAP_READ })).rejects.toThrow(OutOfMemoryError);
    expect(memory.liveBuffers).toBe(0);
    await expect(allocate(4_096, { usage: GPUBufferUsage.MAP_READ })).resolves.toHaveLength(2);
    await expect(allocate(4_096, { bound: 1_024 })).resolves.toHaveLength(2);
  });
});
