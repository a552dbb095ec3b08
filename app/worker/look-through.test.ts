import { describe, expect, test } from 'vitest';
import { decodeNpz, encodeNpz } from '../lab/files/npz.ts';
import type { ImageWishes } from '../lab/files/images/frame.ts';
import { imageBytes } from '../lab/files/testing/image-bytes.ts';
import type { BroughtFile } from './brought-files.ts';
import { lookThrough, type LookAnswer, type LookedFile } from './look-through.ts';

const FIND_OUT = { reading: { header: null, delimiter: null }, images: { side: null, channels: null } } as const;
const decoded: string[] = [];
const look = (files: readonly BroughtFile[], images: Partial<ImageWishes> = {}): Promise<LookAnswer> => {
  decoded.length = 0;
  return lookThrough(
    { ...FIND_OUT, files, images: { ...FIND_OUT.images, ...images } },
    {
      // Grey as the image is wide, red as well where it is higher than 8 pixels.
      decode: async (file, { width, height }) => {
        const bytes = new Uint8Array(await file.arrayBuffer());
        decoded.push(String(bytes.length));
        const [level, red] = [bytes[6]!, bytes[8]! > 8 ? 255 : bytes[6]!];
        return Uint8ClampedArray.from({ length: 4 * width * height }, (_, at) => [red, level, level, 255][at % 4]!);
      },
    },
  );
};
const looked = async (files: readonly BroughtFile[], images: Partial<ImageWishes> = {}): Promise<readonly LookedFile[]> => {
  const answer = await look(files, images);
  if (answer.kind === 'refused') throw new Error(answer.fault.message);
  return answer.files;
};
const bytesOf = (kind: string, width: number, height: number): Uint8Array<ArrayBuffer> =>
  imageBytes(width, height).find(([known]) => known === kind)![2];
const image = (path: string, width = 5, height = 4, kind = 'GIF'): BroughtFile => ({
  path,
  file: new Blob([bytesOf(kind, width, height)]),
});
const text = (path: string, content: string): BroughtFile => ({ path, file: new Blob([content]) });

describe('files that are looked through', () => {
  test('are tables or arrays by their first bytes, whatever they are called', async () => {
    const npz = new Blob([encodeNpz(new Map([['x', { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) }]]))]);
    const idx = new Blob([Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 1, 0)]);
    const files = await looked([text('a', 'x,y\n1,2\n3,4\n'), { path: 'b', file: npz }, { path: 'c', file: idx }]);
    expect(files.map(({ name, contents }) => [name, contents.kind, contents.kind === 'arrays' && contents.format])).toEqual([
      ['a', 'table', false],
      ['b', 'arrays', 'npz'],
      ['c', 'arrays', 'idx'],
    ]);
  });

  test('and are images become one file of arrays, their folders its classes', async () => {
    const images = [
      image('signs/stop/1.gif', 7),
      image('signs/go/1.png', 9, 9, 'PNG'),
      image('signs/.DS_Store'),
      image('signs/stop/2.gif', 8),
    ];
    const [file] = await looked(images);
    expect(file).toMatchObject({ name: 'signs.npz', contents: { kind: 'arrays', format: 'npz', images: {} } });
    const classNames = { array: 'classes', names: ['go', 'stop'] };
    expect(file!.contents).toMatchObject({ classNames });
    expect(await looked([{ path: 'again.npz', file: file!.file }])).toMatchObject([{ contents: { images: null, classNames } }]);
    const bytes = new Uint8Array(await file!.file.arrayBuffer());
    expect(decodeNpz(bytes, 'x', 'y').values).toEqual(Uint8Array.of(0, 1, 1));
    const { shape, values } = decodeNpz(bytes, 'x', 'x');
    expect(shape).toEqual([3, 28, 28]);
    // The PNG tells its size elsewhere than this decoder looks.
    expect([values[784], values[2 * 784]]).toEqual([7, 8]);
    expect(await looked(images.toReversed())).toMatchObject([{ sha256: file!.sha256 }]);
    expect(await looked(images, { side: 4 })).toMatchObject([
      { contents: { arrays: [{ shape: [3, 4, 4] }, { shape: [3], classes: [1, 2] }] } },
    ]);
  });

  test('and are small images of one size keep it', async () => {
    expect(await looked([image('1.gif'), image('2.gif')])).toMatchObject([
      { name: 'images.npz', contents: { classNames: null, arrays: [{ name: 'x', shape: [2, 4, 5], type: 'uint8' }] } },
    ]);
  });

  test('and are images of which one has colour are packed in colour, unless grey is asked for', async () => {
    const images = [image('1.gif', 5, 5), image('2.gif', 5, 9)];
    const inColour = { images: { holdsColour: true, side: null }, arrays: [{ shape: [2, 28, 28, 3], preview: { channels: 3 } }] };
    expect(await looked(images)).toMatchObject([{ contents: inColour }]);
    expect(await looked(images, { channels: 1 })).toMatchObject([
      { contents: { images: { holdsColour: true }, arrays: [{ shape: [2, 28, 28], preview: { channels: 1 } }] } },
    ]);
  });

  test('tell their size behind a long header too', async () => {
    const jpeg = bytesOf('JPEG', 5, 4);
    const long = Uint8Array.of(0xff, 0xd8, 0xff, 0xe2, 0x20, 2, ...new Uint8Array(0x2000), ...jpeg.slice(2));
    expect(await looked([{ path: 'photo.jpg', file: new Blob([long]) }, image('2.gif')])).toMatchObject([
      { contents: { arrays: [{ shape: [2, 4, 5] }] } },
    ]);
  });

  test.each([
    [
      'another kind in a folder',
      [image('s/a/1.gif'), text('s/a/notes.txt', 'hello')],
      's/a/notes.txt: expected a PNG, JPEG, WebP, GIF or BMP',
    ],
    ['a size of nothing', [image('s/1.gif'), image('s/2.gif', 0)], 's/2.gif: expected a size in pixels, got GIF of 0 × 4 pixels'],
    [
      'an absurd size',
      [image('s/1.gif'), image('s/2.png', 60_000, 60_000, 'PNG')],
      's/2.png: expected at most 64 million pixels and 16384 a side',
    ],
    [
      'a file that is cut short',
      [image('s/1.gif'), { path: 's/2.gif', file: image('').file.slice(0, 8) }],
      's/2.gif: expected an image that tells',
    ],
    ['one image', [image('1.gif')], '1.gif: expected two images or more, got 1'],
    ['an empty folder', [], 'the folder: expected two images or more, got 0'],
    ['too many of them', Array.from({ length: 50_001 }, () => image('s/1.gif')), 's: expected at most 50000 images, got 50001'],
    [
      'too many pixels in all',
      Array.from({ length: 70 }, () => image('s/1.png', 8_000, 8_000, 'PNG')),
      's: expected at most 4295 million pixels',
    ],
    [
      'a drawing',
      [text('1.svg', '<svg width="4">')],
      '1.svg: expected a CSV, arrays (.npz, .npy, IDX) or PNG, JPEG, WebP, GIF or BMP images, got an SVG',
    ],
    ['images beside a table', [image('1.gif'), text('x.csv', 'a,b\n1,2\n')], 'got 1 images among 2 files'],
    ['images beside their folders', [image('s/1.gif'), image('s/a/2.gif')], 's/1.gif: expected every image in a subfolder'],
  ])('are refused for %s before anything is decoded', async (_, files, message) => {
    expect(await look(files)).toMatchObject({ kind: 'refused', fault: { message: expect.stringContaining(message) as unknown } });
    expect(decoded).toEqual([]);
  });

  test('are refused all together for one that is damaged', async () => {
    const broken = { path: 's/2.gif', file: new Blob([bytesOf('GIF', 5, 4), new Uint8Array(100)]) };
    const answer = await lookThrough(
      { ...FIND_OUT, files: [image('s/1.gif'), broken] },
      { decode: (file) => (file.size > 100 ? Promise.reject(new Error('damaged')) : Promise.resolve(new Uint8ClampedArray(80))) },
    );
    expect(answer).toMatchObject({ kind: 'refused', fault: { message: 's/2.gif: expected a GIF that can be decoded, got a damaged one' } });
    const both = await look([text('a.csv', 'x,y\n1,2\n3,4\n'), text('b.csv', '')]);
    expect(both).toMatchObject({ kind: 'refused', fault: { message: 'b.csv: expected a table in UTF-8, got an empty file' } });
  });

  test('are refused by their size without being read', async () => {
    const huge = {
      size: 2 ** 30,
      slice: () => new Blob(['a,b\n']),
      arrayBuffer: () => Promise.reject(new Error('read')),
    } as unknown as Blob;
    expect(await look([{ path: 'x.csv', file: huge }])).toMatchObject({
      fault: { message: 'x.csv: expected at most 100 MB, got 1074 MB' },
    });
  });
});
