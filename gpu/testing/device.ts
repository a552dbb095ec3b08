import { DeviceOwner, type DeviceContext } from '../runtime/device-owner.ts';

let owner: DeviceOwner | null = null;

/**
 * The device tests run on: the browser's, or Dawn's in Node (`VK_ICD_FILENAMES` names the driver). A missing adapter
 * fails the test; nothing is skipped.
 */
export async function testDevice(): Promise<DeviceContext> {
  owner ??= new DeviceOwner(await testGpu());
  return owner.acquire();
}

async function testGpu(): Promise<GPU> {
  if (typeof navigator !== 'undefined' && 'gpu' in navigator) return navigator.gpu;
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  return create([]);
}
