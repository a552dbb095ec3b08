import { expect, test } from '@playwright/test';
import { LabPage } from './lab-page.ts';

test('buttons pause the race, advance it by one step, let it go on, slow it down and reset it', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await lab.pause();
  const held = await lab.step();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(() => lab.step()).toBe(held + 1);
  await page.getByRole('button', { name: 'Play' }).click();
  await lab.expectSteps(held + 1);

  await lab.choose(page.getByRole('button', { name: 'Speed' }), '1 step/s');
  await page.waitForTimeout(1_500);
  const before = await lab.step();
  await page.waitForTimeout(2_000);
  expect((await lab.step()) - before).toBeLessThanOrEqual(4);

  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(page.locator('.transport-status')).toHaveText('Ready to play', { timeout: 60_000 });
  expect(await lab.step()).toBe(0);
});

test('keys work on the page, are text in a field, and can be turned off', async ({ page }) => {
  const lab = new LabPage(page);
  const status = page.locator('.transport-status');
  await lab.openRacing();
  await page.keyboard.press('Space');
  await expect(status).toHaveText('Paused');
  await page.keyboard.press('Space');
  await expect(status).toHaveText('Training');
  await lab.pause();
  const held = await lab.step();
  await page.keyboard.press('.');
  await expect.poll(() => lab.step()).toBe(held + 1);
  const name = page.getByRole('textbox', { name: 'Name', exact: true }).first();
  await name.focus();
  await page.keyboard.type(' .r');
  await expect(name).toHaveValue(/ \.r$/);
  expect(await lab.step()).toBe(held + 1);

  await page.getByText('Single keys').click();
  await page.locator('.stage').focus();
  await page.keyboard.press('Space');
  await page.waitForTimeout(500);
  await expect(status).toHaveText('Paused');
});
