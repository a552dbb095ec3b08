import { expect, test } from 'vitest';
import { DataError } from '../lab/datasets/data-source.ts';
import { fetchDataSource } from './fetch-data-source.ts';

const FOLDER = 'https://lab.example/class/data/';

async function text(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let all = '';
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) all += chunk.value;
  return all;
}

test('reads a file of its folder', async () => {
  const asked: string[] = [];
  const source = fetchDataSource(FOLDER, (input) => {
    asked.push(input instanceof URL ? input.href : 'no URL');
    return Promise.resolve(new Response('hello'));
  });
  expect(await text(await source.open('a.bin'))).toBe('hello');
  expect(asked).toEqual(['https://lab.example/class/data/a.bin']);
});

test('names the status of a file that is not there', async () => {
  const source = fetchDataSource(FOLDER, () => Promise.resolve(new Response('no', { status: 404 })));
  await expect(source.open('a.bin')).rejects.toThrow('expected a.bin at /class/data/a.bin, got HTTP 404');
  await expect(source.open('a.bin')).rejects.toBeInstanceOf(DataError);
});

test('names the host that cannot be reached', async () => {
  const source = fetchDataSource(FOLDER, () => Promise.reject(new TypeError('failed to fetch')));
  await expect(source.open('a.bin')).rejects.toThrow('a.bin cannot be fetched from lab.example');
});

test('ends a transfer at once when nobody wants it any more', async () => {
  const control = new AbortController();
  const source = fetchDataSource(
    FOLDER,
    (_, options) =>
      new Promise((_resolve, reject) => {
        options!.signal!.addEventListener('abort', () => reject(options!.signal!.reason as Error));
      }),
  );
  const opening = source.open('a.bin', control.signal);
  control.abort();
  await expect(opening).rejects.toBe(control.signal.reason);
});

test('gives up a transfer that stalls before or within the body', async () => {
  const never = (signal: AbortSignal): Promise<never> =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  const silent = fetchDataSource(FOLDER, (_, options) => never(options!.signal!), 20);
  await expect(silent.open('a.bin')).rejects.toThrow('a.bin stalled');

  const halting = fetchDataSource(
    FOLDER,
    (_, options) => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          controller.enqueue(new Uint8Array(4));
          options!.signal!.addEventListener('abort', () => controller.error(options!.signal!.reason));
        },
      });
      return Promise.resolve(new Response(body));
    },
    20,
  );
  await expect(text(await halting.open('a.bin'))).rejects.toThrow('a.bin stalled');
});
