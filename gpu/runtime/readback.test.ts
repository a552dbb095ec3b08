import { expect, test, vi } from 'vitest';
import { testDevice } from '../testing/device.ts';
import { DeviceLostError, ShapeError } from './errors.ts';
import type { BufferRange } from './kernel.ts';
import { ReadbackRing } from './readback.ts';

async function filled(): Promise<{ readonly range: BufferRange; readonly release: () => void }> {
  const { memory, device } = await testDevice();
  const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const [buffer] = await memory.allocate([{ label: 'source', size: 16, usage }]);
  device.queue.writeBuffer(buffer!, 0, Uint32Array.of(1, 2, 3, 4));
  return {
    range: { buffer: buffer!, offset: 0, size: 16 },
    release: () => {
      memory.release([buffer!]);
    },
  };
}

test('a ring refuses a read that is larger than its slots, and goes on', async () => {
  const { range, release } = await filled();
  const ring = await ReadbackRing.create(await testDevice(), 16, 1);
  await expect(ring.read([range, range])).rejects.toThrow(ShapeError);
  const reads = await Promise.all([ring.read([range]), ring.read([range])]);
  for (const bytes of reads) expect([...new Uint32Array(bytes)]).toEqual([1, 2, 3, 4]);
  ring.destroy();
  release();
});

test('a ring that is destroyed rejects reads in flight, waiting and to come, and blames no lost device', async () => {
  const { range, release } = await filled();
  const ring = await ReadbackRing.create(await testDevice(), 16, 1);
  const reads = [ring.read([range]), ring.read([range])];
  ring.destroy();
  reads.push(ring.read([range]));
  for (const outcome of await Promise.allSettled(reads)) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'readback: the ring was destroyed' } });
    expect((outcome as PromiseRejectedResult).reason).not.toBeInstanceOf(DeviceLostError);
  }
  release();
});

test('a slot whose bytes could not be copied is unmapped before it is used again', async () => {
  const { range, release } = await filled();
  const ring = await ReadbackRing.create(await testDevice(), 16, 1);
  const slice = vi.spyOn(ArrayBuffer.prototype, 'slice').mockImplementation(() => {
    throw new RangeError('Array buffer allocation failed');
  });
  await expect(ring.read([range]).finally(() => slice.mockRestore())).rejects.toThrow();
  expect([...new Uint32Array(await ring.read([range]))]).toEqual([1, 2, 3, 4]);
  ring.destroy();
  release();
});
