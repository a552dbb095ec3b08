import { expect, test } from '@playwright/test';
import { LabPage } from './lab-page.ts';

test('a layer of the network shows its spectra, the arm without factors says so', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await page.getByRole('tab', { name: 'Curvature' }).click();
  await page
    .getByRole('radio', { name: /^dense 1:|^.* 2 inputs/ })
    .first()
    .click();
  await expect(page.getByText('3 × 3').first()).toBeVisible();
  await page.getByRole('button', { name: 'SGD + momentum', exact: true }).click();
  await expect(page.getByText(/keeps no Kronecker factors/)).toBeVisible();
});

test('layers are chosen by keyboard, and the paused or finished race still answers', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await lab.pause();
  await page.getByRole('tab', { name: 'Curvature' }).click();
  await expect(page.getByText('33 × 33').first()).toBeVisible();
  const layers = page.getByRole('radiogroup', { name: /^Layers of/ }).getByRole('radio');
  await layers.nth(1).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(layers.nth(2)).toHaveAttribute('aria-checked', 'true');
  await expect(page.getByText('2 × 2').first()).toBeVisible();
});

test('costs name memory, dispatches and factors', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await page.getByRole('tab', { name: 'Cost' }).click();
  await expect(page.getByRole('row', { name: /GPU memory/ })).toContainText(/iB/);
  await expect(page.getByRole('row', { name: /Dispatches/ })).toContainText(/\d/);
  await expect(page.getByRole('table', { name: /Kronecker factors of K-FAC/ })).toContainText('33 × 33');
});
