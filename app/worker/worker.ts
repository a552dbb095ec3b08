import { DeviceOwner } from '../../gpu/runtime/device-owner.ts';
import { fitArm } from '../lab/fit/fit-arm.ts';
import { gpuEngine } from '../lab/session-engine.ts';
import { fetchDataSource } from './fetch-data-source.ts';
import { FitHost } from './fit-host.ts';
import type { WorkerEvent } from './protocol.ts';
import { RunHost } from './run-host.ts';

const ownDevice = (): DeviceOwner | null => ('gpu' in navigator ? new DeviceOwner(navigator.gpu) : null);
const post = (event: WorkerEvent): void => {
  self.postMessage(event);
};

const host = new RunHost({
  devices: ownDevice(),
  openFolder: fetchDataSource,
  engine: gpuEngine,
  post,
  fits: new FitHost({ devices: ownDevice(), fit: fitArm, post }),
});

self.addEventListener('message', (event: MessageEvent<unknown>) => {
  host.handle(event.data);
});

// An unhandled rejection does not reach the page by itself; an error thrown by a task does.
self.addEventListener('unhandledrejection', ({ reason }: PromiseRejectionEvent) => {
  setTimeout(() => {
    throw reason instanceof Error ? reason : new Error(String(reason));
  }, 0);
});
