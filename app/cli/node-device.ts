import { DeviceOwner } from '../../gpu/runtime/device-owner.ts';
import { nodeGpu } from '../../gpu/runtime/node-gpu.ts';

/** Owns Dawn's device in Node. */
export async function nodeDevices(): Promise<DeviceOwner> {
  return new DeviceOwner(await nodeGpu());
}
