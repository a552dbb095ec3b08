import { expect, test } from '@playwright/test';
import { LabPage } from './lab-page.ts';

test('the page has no accessibility violation and no horizontal scroll, light and dark, wide and narrow', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await test.step('the keyboard reaches the race first, then every control in order', async () => {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to the race' })).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(lab.experiment).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('radio', { name: 'Lab' })).toBeFocused();
  });
  await lab.pause();
  for (const tab of ['Predictions', 'Curvature', 'Cost']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel')).not.toBeEmpty();
    await lab.expectAccessible('page');
  }
});

test('the page reflows at 320 px, set-up and class mode keep to the width, and the theme outlives the visit', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  const lab = new LabPage(page);
  await lab.openRacing();
  expect(await lab.horizontalOverflow()).toBeLessThanOrEqual(0);
  await page.getByRole('radio', { name: 'Dark theme' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Setup' }).click();
  await expect(page.getByLabel('Batch size')).toBeVisible();
  expect(await lab.horizontalOverflow()).toBeLessThanOrEqual(0);
  await page.getByRole('radio', { name: 'Class' }).click();
  expect(await lab.horizontalOverflow()).toBeLessThanOrEqual(0);
  expect(await lab.violations()).toEqual([]);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
