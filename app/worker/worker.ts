import { DeviceOwner } from '../../gpu/runtime/device-owner.ts';
import { gpuEngine } from '../lab/session-engine.ts';
import { fetchDataSource } from './fetch-data-source.ts';
import { RunHost } from './run-host.ts';

const host = new RunHost({
  devices: 'gpu' in navigator ? new DeviceOwner(navigator.gpu) : null,
  openFolder: fetchDataSource,
  engine: gpuEngine,
  post: (event) => {
    self.postMessage(event);
  },
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
