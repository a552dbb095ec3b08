import { imageDecoder } from './decode-image.ts';
import type { FileWorkerMessage } from './file-client.ts';
import { lookThrough, type LookRequest } from './look-through.ts';

/** Images between two words of progress. */
const PROGRESS_EVERY = 50;

const post = (message: FileWorkerMessage): void => {
  self.postMessage(message);
};

// The page that started this worker is the only one that can speak to it, and asks once.
self.addEventListener('message', ({ data }: MessageEvent<LookRequest>) => {
  const onProgress = (done: number, of: number): void => {
    if (done % PROGRESS_EVERY === 0) post({ kind: 'progress', done, of });
  };
  void lookThrough(data, { decode: imageDecoder(), onProgress }).then(post);
});
