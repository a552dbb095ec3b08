import { expect, test } from '@playwright/test';
import { LabPage } from './lab-page.ts';

/** From opening the page to a race, ms. A software adapter compiles and computes on the cores that run the browser. */
const RACE_WITHIN = { hardware: 5_000, software: 20_000 };

test('two curves race without a click, and every arm says what it reached and what a step costs', async ({ page }) => {
  const lab = new LabPage(page);
  const start = Date.now();
  await lab.openRacing();
  const elapsed = Date.now() - start;
  const software = await page.getByText('Software', { exact: true }).isVisible();
  test.info().annotations.push({ type: 'first step after', description: `${elapsed} ms` });
  expect(elapsed).toBeLessThan(software ? RACE_WITHIN.software : RACE_WITHIN.hardware);
  await expect(page.locator('.transport-status')).toHaveText('Training');
  await expect(page.locator('.arm')).toHaveCount(2);
  await expect(page.locator('.outcome')).toHaveText(/a training loss of|not got below/);
  for (const card of await page.locator('.arm').all()) {
    await expect(card.locator('.arm-value', { hasText: 'Training loss' }).locator('dd')).toHaveText(/\d/);
    await expect(card.locator('.arm-value', { hasText: 'Test accuracy' }).locator('dd')).toHaveText(/\d %$/);
    await expect(card.locator('.arm-value', { hasText: 'Time a step' }).locator('dd')).toHaveText(/\d (µs|ms|s)$/);
  }
  expect(lab.complaints).toEqual([]);
});

test('a visitor who wants less motion finds the race paused', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openResting();
  await expect(page.locator('.transport-status')).toHaveText('Ready to play', { timeout: 60_000 });
  expect(await lab.step()).toBe(0);
  await lab.play.click();
  await lab.expectSteps();
});
