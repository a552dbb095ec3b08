import { startTableWorker } from './start-worker.ts';
import type { TableAnswer, TableRequest } from './read-table.ts';

/** What a client needs of a worker that reads one table. */
interface TableWorker {
  postMessage(request: TableRequest): void;
  addEventListener(type: 'message', listener: (event: { readonly data: TableAnswer }) => void): void;
  addEventListener(type: 'error', listener: (event: { readonly message?: string; preventDefault(): void }) => void): void;
  terminate(): void;
}

/** Looks through a table in a worker of its own, so that neither the page nor a race waits for it. */
export function readTableAside(request: TableRequest, start: () => TableWorker = startTableWorker): Promise<TableAnswer> {
  const worker = start();
  return new Promise((resolve) => {
    const end = (answer: TableAnswer): void => {
      worker.terminate();
      resolve(answer);
    };
    worker.addEventListener('message', ({ data }) => {
      end(data);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      const message = `${request.name}: the file could not be looked through (${event.message ?? 'the worker did not load'})`;
      end({ kind: 'refused', fault: { message, remedy: 'reload the page and choose it again' } });
    });
    worker.postMessage(request);
  });
}
