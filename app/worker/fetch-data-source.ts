import { DataError, type DataSource } from '../lab/datasets/data-source.ts';

/** A transfer that brings nothing for this long is given up, ms. */
const STALL = 30_000;

/** Reads prepared files from a folder of the site, given by its absolute address. */
export function fetchDataSource(folder: string, fetcher: typeof fetch = fetch, stall = STALL): DataSource {
  return {
    open: async (name, signal) => {
      const address = new URL(name, folder);
      const abort = new AbortController();
      const stalled = new DataError(`data: ${name} stalled for ${stall / 1_000} s`, 'check the connection and load the experiment again');
      const ended = signal === undefined ? abort.signal : AbortSignal.any([signal, abort.signal]);
      let timer = setTimeout(() => abort.abort(stalled), stall);
      let response: Response;
      try {
        response = await fetcher(address, { signal: ended });
      } catch (error) {
        clearTimeout(timer);
        ended.throwIfAborted();
        throw new DataError(`data: ${name} cannot be fetched from ${address.host}`, 'check the connection and load the experiment again', {
          cause: error,
        });
      }
      if (!response.ok || response.body === null) {
        clearTimeout(timer);
        throw new DataError(
          `data: expected ${name} at ${address.pathname}, got HTTP ${response.status}`,
          'run npm start again, or reload the page',
        );
      }
      const watch = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform: (chunk, controller) => {
          clearTimeout(timer);
          timer = setTimeout(() => abort.abort(stalled), stall);
          controller.enqueue(chunk);
        },
        flush: () => {
          clearTimeout(timer);
        },
      });
      return response.body.pipeThrough(watch);
    },
  };
}
