import { expect, test } from '@playwright/test';
import { LabPage } from './lab-page.ts';

test('pause holds the race, step advances it by one, play goes on', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await lab.pause();
  const held = await lab.step();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(() => lab.step()).toBe(held + 1);
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => lab.step()).toBeGreaterThan(held + 1);
});

test('reset goes back to the first step and waits', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(page.locator('.transport-status')).toHaveText('Ready to play', { timeout: 60_000 });
  expect(await lab.step()).toBe(0);
});

test('the keys work on the page and are text in a field', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await page.keyboard.press('Space');
  await expect(page.locator('.transport-status')).toHaveText('Paused');
  await page.keyboard.press('Space');
  await expect(page.locator('.transport-status')).toHaveText('Training');
  await lab.pause();
  const held = await lab.step();
  await page.keyboard.press('.');
  await expect.poll(() => lab.step()).toBe(held + 1);
  const name = page.getByRole('textbox', { name: 'Name', exact: true }).first();
  await name.focus();
  await page.keyboard.type(' .r');
  await expect(name).toHaveValue(/ \.r$/);
  expect(await lab.step()).toBe(held + 1);
});

test('single keys can be turned off', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await page.getByText('Single keys').click();
  await page.locator('.stage').focus();
  await page.keyboard.press('Space');
  await page.waitForTimeout(500);
  await expect(page.locator('.transport-status')).toHaveText('Training');
});

test('a speed limit slows the race down', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await page.getByRole('button', { name: 'Speed' }).click();
  await page.getByRole('option', { name: '1 step/s' }).click();
  await page.waitForTimeout(1_500);
  const before = await lab.step();
  await page.waitForTimeout(3_000);
  expect((await lab.step()) - before).toBeLessThanOrEqual(5);
});
