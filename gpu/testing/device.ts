import { DeviceOwner, type DeviceContext } from '../runtime/device-owner.ts';
import { nodeGpu } from '../runtime/node-gpu.ts';

let owner: DeviceOwner | null = null;

/**
 * The device tests run on: the browser's, or Dawn's in Node. A missing adapter
 * fails the test; nothing is skipped.
 */
export async function testDevice(): Promise<DeviceContext> {
  owner ??= new DeviceOwner(await testGpu());
  return owner.acquire();
}

async function testGpu(): Promise<GPU> {
  if (typeof navigator !== 'undefined' && 'gpu' in navigator) return navigator.gpu;
  return nodeGpu();
}
