import { expect, test } from '@playwright/test';

test('a browser without WebGPU is told how to get it', async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'gpu');
  });
  await page.goto('./');
  await expect(page.getByRole('heading', { name: 'No WebGPU device here' })).toBeVisible();
  for (const browser of ['Chrome and Edge', 'Firefox', 'Safari']) await expect(page.getByText(browser, { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await expect(page.getByText('Training loss')).toHaveCount(0);
});
