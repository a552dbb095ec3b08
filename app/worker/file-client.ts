import { nameOfFiles } from './brought-files.ts';
import type { LookAnswer, LookRequest } from './look-through.ts';
import { startFileWorker } from './start-worker.ts';

/** What a worker tells of the files that it looks through; anything but progress is its last word. */
export type FileWorkerMessage = LookAnswer | ({ readonly kind: 'progress' } & LookProgress);

/** Images that are decoded so far. */
export interface LookProgress {
  readonly done: number;
  readonly of: number;
}

/** What a client needs of a worker that looks through files once. */
interface FileWorker {
  postMessage(request: LookRequest): void;
  addEventListener(type: 'message', listener: (event: { readonly data: FileWorkerMessage }) => void): void;
  addEventListener(type: 'error', listener: (event: { readonly message?: string; preventDefault(): void }) => void): void;
  terminate(): void;
}

/** Looks through files in a worker of its own, so that neither the page nor a race waits for it. */
export function lookThroughAside(
  request: LookRequest,
  onProgress: (progress: LookProgress) => void,
  start: () => FileWorker = startFileWorker,
): Promise<LookAnswer> {
  const worker = start();
  return new Promise((resolve) => {
    const end = (answer: LookAnswer): void => {
      worker.terminate();
      resolve(answer);
    };
    worker.addEventListener('message', ({ data }) => {
      if (data.kind === 'progress') onProgress(data);
      else end(data);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      const message = `${nameOfFiles(request.files)}: the file could not be looked through (${event.message ?? 'the worker did not load'})`;
      end({ kind: 'refused', fault: { message, remedy: 'reload the page and choose it again' } });
    });
    worker.postMessage(request);
  });
}
