import { expect, test, type Locator, type Page } from '@playwright/test';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { decodeNpz, encodeNpz } from '../app/lab/files/npz.ts';
import { LabPage } from './lab-page.ts';

/** A line to be told from two inputs, with a column that no model can see. */
const rows = Array.from({ length: 200 }, (_, index) => `n${index},${index % 17},${(index * 7) % 23},${(index % 17) - ((index * 7) % 23)}`);
const table = { name: 'lines.csv', mimeType: 'text/csv', buffer: Buffer.from(['name,a,b,y', ...rows].join('\n')) };
const broken = { name: 'broken.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b,y\n1,2,3\n4,?,6\n7,8,9\n10,11,12\n') };

/** Opens the page at a person's own files. */
async function openOwnFiles(page: Page): Promise<{ lab: LabPage; form: Locator }> {
  const lab = new LabPage(page);
  await lab.open();
  const form = page.getByRole('form', { name: 'Experiment' });
  await lab.choose(form.getByRole('button', { name: /Data set/ }), 'Your own files');
  return { lab, form };
}

async function bring(page: Page, files: Parameters<Awaited<ReturnType<Page['waitForEvent']>>['setFiles']>[0], button = 'Choose files…'): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).click();
  await (await chooser).setFiles(files);
}

test('a table of one’s own is chosen, told column by column, raced, and still there after a reload', async ({ page }) => {
  const { lab, form } = await openOwnFiles(page);
  await bring(page, broken);
  await expect(form.getByRole('alert').first()).toContainText('broken.csv row 3, column "b": expected a finite number, got "?"');

  await bring(page, table);
  await expect(form.getByRole('alert')).toHaveCount(0);
  await expect(form.getByRole('button', { name: /Role of name/ })).toHaveText('left out');
  await expect(form.getByText('200 rows of 4 columns')).toBeVisible();
  expect(await lab.violations()).toEqual([]);
  await lab.choose(form.getByRole('button', { name: /Role of a/ }), 'target');
  await expect(form.getByRole('button', { name: /^Target|Target$/ })).toContainText('2 columns');
  await lab.applyAndRace();
  await expect(page.getByRole('img', { name: 'Predicted against true y' })).toBeVisible();
  await expect(page.locator('.arm').first()).toContainText('Test R²');

  await page.reload();
  await lab.choose(form.getByRole('button', { name: /Data set/ }), 'Your own files');
  await form.getByRole('button', { name: 'lines.csv' }).first().click();
  await expect(form.getByText('200 rows of 4 columns')).toBeVisible();
  expect(lab.complaints).toEqual([]);
});
