import { expect, test, type Page } from '@playwright/test';
import { LabPage } from './lab-page.ts';

/** Opens a preset and pauses it as soon as it is prepared, whether it has taken a step or not. */
async function openPreset(lab: LabPage, page: Page, title: string): Promise<void> {
  await lab.start(title);
  await page.getByRole('button', { name: 'Pause' }).click({ timeout: 60_000 });
  await expect(page.locator('.transport-status')).toHaveText(/^(Paused|Ready to play)$/, { timeout: 60_000 });
}

test('answers, attention, filters and maps are seen at work, by keyboard too', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const lab = new LabPage(page);
  await lab.openResting();
  await openPreset(lab, page, 'Words backwards');

  const answers = page.getByRole('table', { name: 'Answers to test questions' });
  await expect(answers.getByRole('row')).toHaveCount(9);
  await expect(answers).toContainText(/[✗✓]/);
  await expect(page.getByRole('img', { name: /^K-FAC: accuracy from \d+ % at position \d/ })).toBeVisible();

  await page.getByRole('tab', { name: 'Layers' }).click();
  const head = page.getByRole('group', { name: /^Head 2 of attention 1, AdamW/ });
  await head.focus();
  await expect(page.getByText(/^position 12 ‘[a-j]’ looks at position \d+ ‘.’: \d\.\d\d$/).first()).toBeVisible();
  await page.keyboard.press('PageUp');
  await page.keyboard.press('End');
  await expect(page.getByText(/^position 1 ‘[a-j]’ does not see position 12/)).toHaveCount(12);
  await page.getByRole('button', { name: /Increase/ }).click();
  await expect(page.getByText(/^How positions of test example 2 look/)).toBeVisible();
  expect(await lab.violations()).toEqual([]);
  expect(await lab.horizontalOverflow()).toBeLessThanOrEqual(0);

  await openPreset(lab, page, 'LeNet on clothes');
  await expect(page.getByRole('img', { name: 'filter 8' })).toHaveCount(3);
  await page.getByRole('radio', { name: /^convolution 2/ }).click();
  await expect(page.getByText(/the mean over the 8 channels/)).toBeVisible();
  await expect(page.getByRole('img', { name: 'map 16' })).toHaveCount(3);
  await page.getByRole('group', { name: 'Layer view' }).getByRole('button', { name: 'Table' }).click();
  await expect(page.getByRole('table', { name: '16 maps of convolution 2, K-FAC' })).toContainText(/\d %/);
  expect(await lab.violations()).toEqual([]);
  expect(lab.complaints).toEqual([]);
});
