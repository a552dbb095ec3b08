import { expect, test, vi } from 'vitest';
import { testDevice } from '../testing/device.ts';
import { ShaderCompileError } from './errors.ts';
import { read, readWrite, type Kernel } from './kernel.ts';
import { PipelineCache } from './pipeline-cache.ts';

test('a kernel that was refused once can be compiled later', async () => {
  const { device } = await testDevice();
  const pipelines = new PipelineCache(device);
  const kernel: Kernel<null> = { shader: 'elementwise/copy.wgsl', bindings: [read(null), readWrite(null)], workgroups: [1, 1, 1] };
  const refusal = vi.spyOn(device, 'createComputePipelineAsync').mockRejectedValueOnce(new Error('out of memory'));
  await expect(pipelines.compile(kernel)).rejects.toThrow(ShaderCompileError);
  await expect(pipelines.compile(kernel)).resolves.toBeDefined();
  expect(pipelines.size).toBe(1);
  refusal.mockRestore();
});
