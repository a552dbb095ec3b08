import { expect, test, type FileChooser, type Locator, type Page } from '@playwright/test';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { classNamesOfNpz } from '../app/lab/files/arrays/class-names.ts';
import { decodeNpz, encodeNpz } from '../app/lab/files/npz.ts';
import { LabPage } from './lab-page.ts';

/** A line to be told from two inputs, with a column that no model can see. */
const rows = Array.from({ length: 200 }, (_, index) => `n${index},${index % 17},${(index * 7) % 23},${(index % 17) - ((index * 7) % 23)}`);
const table = { name: 'lines.csv', mimeType: 'text/csv', buffer: Buffer.from(['name,a,b,y', ...rows].join('\n')) };
const broken = { name: 'broken.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b,y\n1,2,3\n4,?,6\n7,8,9\n10,11,12\n') };

/** Chooses a person's own files for data in the page that is open. */
async function chooseOwnFiles(page: Page): Promise<{ lab: LabPage; form: Locator }> {
  const lab = new LabPage(page);
  const form = page.getByRole('form', { name: 'Experiment' });
  await lab.choose(form.getByRole('button', { name: /Data set/ }), 'Your own files');
  return { lab, form };
}

async function bring(page: Page, files: Parameters<FileChooser['setFiles']>[0], button = 'Choose files…'): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).click();
  await (await chooser).setFiles(files);
}

/** A PNG in colour, which is its header, one chunk of pixels and an end. */
function colourPng(
  width: number,
  height: number,
  pixel: (x: number, y: number) => readonly [red: number, green: number, blue: number],
): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const bytes = Buffer.alloc(body.length + 8);
    bytes.writeUInt32BE(data.length, 0);
    body.copy(bytes, 4);
    bytes.writeUInt32BE(crc32(body), body.length + 4);
    return bytes;
  };
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, height, 8, 2, 0, 0, 0]);
  const lines = Array.from({ length: height }, (_, y) => [0, ...Array.from({ length: width }, (__, x) => pixel(x, y)).flat()]);
  const pixels = deflateSync(Buffer.from(lines.flat()));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Drops files or folders of this machine on an element, as a person does from a file manager. */
async function drop(page: Page, on: Locator, ...files: readonly string[]): Promise<void> {
  const box = await on.boundingBox();
  if (box === null) throw new Error('drop: expected an element that is seen, got none');
  const session = await page.context().newCDPSession(page);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x, y, data: { items: [], files: [...files], dragOperationsMask: 1 } });
  }
  await session.detach();
}

/** PNG specification, annex D. */
function crc32(bytes: Buffer): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}

test('a table of one’s own is chosen, told column by column, raced, and still there after a reload', async ({ page }) => {
  await new LabPage(page).open();
  const { lab, form } = await chooseOwnFiles(page);
  await bring(page, broken);
  await expect(form.getByRole('alert').first()).toContainText('broken.csv row 3, column "b": expected a finite number, got "?"');

  await bring(page, table);
  await expect(form.getByRole('alert')).toHaveCount(0);
  await expect(form.getByRole('combobox', { name: 'Role of name' })).toHaveValue('left-out');
  await expect(form.getByText('200 rows of 4 columns')).toBeVisible();
  expect(await lab.violations()).toEqual([]);
  await form.getByRole('combobox', { name: 'Role of a', exact: true }).selectOption('target');
  await expect(form.getByRole('combobox', { name: 'Target' })).toContainText('2 columns');
  await lab.applyAndRace();
  await expect(page.getByRole('img', { name: 'y against b' })).toBeVisible();
  await expect(page.locator('.arm').first()).toContainText('Test R²');

  await page.reload();
  await chooseOwnFiles(page);
  await form.getByRole('button', { name: 'lines.csv' }).first().click();
  await expect(form.getByText('200 rows of 4 columns')).toBeVisible();
  expect(lab.complaints).toEqual([]);
});

test('images in two folders are seen, raced by class, saved as arrays, and refused all together for one that is none', async ({
  page,
}, info) => {
  const folder = info.outputPath('shapes');
  for (const [name, red] of [
    ['leaf', 40],
    ['rose', 220],
  ] as const) {
    await mkdir(join(folder, name), { recursive: true });
    for (let index = 0; index < 12; index++) {
      await writeFile(
        join(folder, name, `${index}.png`),
        colourPng(12, 9, (x, y) => [red, 130, 60 + ((x + y + index) % 40)]),
      );
    }
  }
  await new LabPage(page).open();
  const { lab, form } = await chooseOwnFiles(page);
  await bring(page, folder, 'Choose a folder of images…');
  await expect(form.getByText('24 images in colour, 12 × 9 pixels, a class for each of 2 folders')).toBeVisible();
  await expect(form.getByText('leaf × 12, rose × 12')).toBeVisible();

  await writeFile(join(folder, 'rose', 'notes.png'), 'no image');
  await drop(page, form.locator('.own-files-drop'), folder);
  await expect(form.getByRole('alert')).toContainText('shapes/rose/notes.png: expected a PNG, JPEG, WebP, GIF or BMP image');
  await expect(form.getByText('24 images in colour')).toBeVisible();
  await rm(join(folder, 'rose', 'notes.png'));
  await drop(page, form.locator('.own-files-drop'), folder);
  await expect(form.getByRole('alert')).toHaveCount(0);
  await expect(form.getByRole('button', { name: 'shapes.npz', exact: true })).toHaveCount(1);

  await form.getByRole('radio', { name: 'Grey' }).click();
  await expect(form.getByText('24 images made grey, 12 × 9 pixels')).toBeVisible();
  await form.getByRole('radio', { name: 'Colour' }).click();
  await expect(form.getByText('24 images in colour, 12 × 9 pixels')).toBeVisible();

  await form.getByRole('textbox', { name: 'Side in pixels' }).fill('8');
  await form.getByRole('button', { name: 'Scale again' }).click();
  await expect(form.getByText('24 images in colour, 8 × 8 pixels')).toBeVisible();
  expect(await lab.violations()).toEqual([]);
  const download = page.waitForEvent('download');
  await form.getByRole('button', { name: 'Save as .npz' }).click();
  const saved = new Uint8Array(await readFile(await (await download).path()));
  const { shape, values } = decodeNpz(saved, 'shapes.npz', 'x');
  expect(shape).toEqual([24, 8, 8, 3]);
  // Wider than high, they leave two rows above and below; their colours are kept.
  const pixel = 3 * (3 * 8 + 3);
  expect(values.slice(pixel, pixel + 2)).toEqual(Uint8Array.of(40, 130));
  expect(values.slice(12 * 192 + pixel, 12 * 192 + pixel + 2)).toEqual(Uint8Array.of(220, 130));
  expect(classNamesOfNpz(saved, 'shapes.npz')?.names).toEqual(['leaf', 'rose']);
  expect(decodeNpz(saved, 'shapes.npz', 'y').values).toEqual(Uint8Array.from({ length: 24 }, (_, index) => Number(index > 11)));

  await lab.applyAndRace();
  await page.getByRole('tab', { name: 'Predictions' }).click();
  await expect(page.getByRole('img', { name: /Test image of class (leaf|rose)/ }).first()).toBeVisible();
  expect(lab.complaints).toEqual([]);
});

test('arrays of one’s own are told as numbers, beside the tables that an older page kept', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await page.evaluate(async (csv) => {
    const digest = 'a'.repeat(64);
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open('curvature-lab', 1);
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore('tables', { keyPath: 'sha256' }).put({ name: 'kept.csv', sha256: digest, file: new Blob([csv]) });
      };
      opening.onerror = () => reject(new Error('not opened'));
      opening.onsuccess = () => {
        opening.result.close();
        resolve();
      };
    });
  }, 'a,b\n1,2\n3,4\n5,7\n');
  const { form } = await chooseOwnFiles(page);
  await expect(form.getByRole('button', { name: 'kept.csv' }).first()).toBeVisible();

  const count = 120;
  const x = Float32Array.from({ length: count * 3 }, (_, index) => Math.sin(index * 1.7));
  const y = Float64Array.from({ length: count * 2 }, (_, index) => 50 + 10 * x[3 * Math.floor(index / 2) + (index % 2)]!);
  const arrays = encodeNpz(
    new Map([
      ['x', { shape: [count, 3], values: x }],
      ['y', { shape: [count, 2], values: y }],
    ]),
  );
  await bring(page, { name: 'waves.npz', mimeType: 'application/zip', buffer: Buffer.from(arrays) });
  await expect(form.getByRole('radio', { name: 'Numbers' })).toBeChecked();
  await lab.applyAndRace();
  await expect(page.getByRole('img', { name: 'Predicted against true y 2' })).toBeVisible();
  await expect(page.locator('.arm').first()).toContainText('Test R²');
  expect(lab.complaints).toEqual([]);
});
