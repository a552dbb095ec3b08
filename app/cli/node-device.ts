import { create, globals } from 'webgpu';
import { DeviceOwner } from '../../gpu/runtime/device-owner.ts';

/** Owns Dawn's device in Node; `VK_ICD_FILENAMES` names the driver on Linux. */
export function nodeDevices(): DeviceOwner {
  Object.assign(globalThis, globals);
  return new DeviceOwner(create([]));
}
