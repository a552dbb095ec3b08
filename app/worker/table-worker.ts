import { readTable, type TableRequest } from './read-table.ts';

// The page that started this worker is the only one that can speak to it, and asks once.
self.addEventListener('message', ({ data }: MessageEvent<TableRequest>) => {
  void readTable(data).then((answer) => {
    self.postMessage(answer);
  });
});
