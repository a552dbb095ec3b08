import { expect, test } from '@playwright/test';
import { LabPage } from './lab-page.ts';

test('an arm is fitted to a budget while the race rests, explained, and used only on request', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  const group = page.getByRole('group', { name: 'Fit to a budget' });
  const memory = group.getByLabel('Memory at most');
  const tried = group.getByRole('table', { name: 'Blocks that were tried' });
  const pending = page.locator('.setup-pending');

  await memory.fill('0.001');
  await memory.press('Enter');
  await expect(group.getByRole('status')).toHaveText(/^Nothing fits\. The least memory is \d.*, by \w/, { timeout: 60_000 });
  await expect(page.locator('.transport-status')).toHaveText('Paused');
  await expect(tried.getByRole('row', { name: /takes too much memory: .* granted; not run/ })).toHaveCount(2);

  await memory.fill('64');
  await group.getByLabel('Time at most').fill('1000');
  await group.getByRole('button', { name: 'Fit blocks and periods' }).click();
  await expect(group.getByRole('status')).toHaveText('Chosen: blocks as asked for, statistics every step, inverses every 5 steps.', {
    timeout: 60_000,
  });
  await expect(group.getByRole('table', { name: 'Foreseen and measured' }).getByRole('row', { name: /mean step/ })).toHaveText(/\d/);
  await expect(pending).toHaveText('As running');
  expect(await lab.violations()).toEqual([]);
  await group.getByRole('button', { name: 'Use these settings' }).click();
  await expect(page.getByLabel('Inverse every')).toHaveValue('5');
  await expect(pending).toHaveText('1 change not applied');

  await group.getByRole('button', { name: 'Fit blocks and periods' }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(group.getByRole('status')).toContainText('Stopped, as the race went on');
  expect(lab.complaints).toEqual([]);
});
