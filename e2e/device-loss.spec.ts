import { expect, test } from '@playwright/test';
import { LabPage } from './lab-page.ts';

test('a crash of the GPU process is told, keeps what was reached, and a restart races again', async ({ page, browser }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await lab.expectSteps(10);
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess');

  const banner = page.getByRole('alert');
  await expect(banner).toContainText(/device was lost/i);
  const reached = await lab.step();
  expect(reached).toBeGreaterThan(10);
  await expect(page.locator('.arm').first().locator('.arm-value', { hasText: 'Training loss' }).locator('dd')).toHaveText(/[1-9]/);

  await banner.getByRole('button', { name: 'Restart' }).click();
  await expect(banner).toBeHidden();
  await expect(page.locator('.transport-status')).toHaveText('Training', { timeout: 60_000 });
  await lab.expectSteps();
});
