import { expect, test } from '@playwright/test';
import { formatParameters } from '../app/ui/format.ts';
import { LabPage } from './lab-page.ts';

test('a refused value starts nothing, an applied change restarts the race, another experiment is one choice away', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await lab.pause();
  await test.step('a refused value names its range at the field and starts nothing', async () => {
    const held = await lab.step();
    const batchSize = page.getByLabel('Batch size');
    const asRunning = await batchSize.inputValue();
    await batchSize.fill('0');
    await expect(batchSize).toHaveAttribute('aria-invalid', 'true');
    await expect(page.locator('.field', { has: batchSize })).toContainText('Expected a whole number from 1 to 60000, got 0');
    await page.getByRole('button', { name: 'Apply & restart' }).click();
    await expect(page.getByRole('alert')).toContainText('Nothing was started');
    await expect(batchSize).toBeFocused();
    expect(await lab.step()).toBe(held);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(batchSize).toHaveValue(asRunning);
  });
  await test.step('an applied change restarts the race and is told apart from the preset', async () => {
    await page.getByRole('button', { name: 'Add an arm' }).click();
    await page.getByLabel('Seed').fill('7');
    await page.getByRole('button', { name: 'Apply & restart' }).click();
    await expect(page.locator('.arm')).toHaveCount(3);
    await lab.expectSteps();
    await expect(page.getByText(/differences? from “Two spirals”/)).toBeVisible();
  });
  await test.step('the same experiment, chosen again, is as it was made, and the edits can be brought back', async () => {
    await lab.start(/^Two spirals/);
    await expect(page.locator('.arm')).toHaveCount(2);
    await expect(page.getByLabel('Seed')).toHaveValue('1');
    expect(await lab.violations('.setup-apply')).toEqual([]);
    await page.getByRole('button', { name: 'Bring back' }).click();
    await expect(page.getByLabel('Seed')).toHaveValue('7');
    await expect(page.locator('.setup-pending')).toContainText('not applied');
  });
  await test.step('another experiment is one choice away', async () => {
    await lab.start(/A wave/);
    await expect(page.locator('.arm').first()).toContainText('Test R²');
    await lab.expectSteps();
  });
});

test('a batch that grows is checked against its start and trains on beyond its last size', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openResting();
  const size = Number(await page.getByLabel('Batch size').inputValue());
  const growsTo = page.getByLabel('Batch grows to');
  await growsTo.fill(String(size));
  await expect(page.locator('.field', { has: growsTo })).toContainText(`Expected more than the ${size} of batchSize, got ${size}`);
  await growsTo.fill(String(2 * size));
  await page.getByLabel('Reached at step').fill('9');
  await page.getByLabel('Stages', { exact: true }).fill('2');
  await page.getByRole('button', { name: 'Apply & restart' }).click();
  await expect(page.getByText(/differences? from “Two spirals”/)).toBeVisible();
  await lab.expectSteps(20);
  await lab.pause();
  const shown = 8 * size + ((await lab.step()) - 8) * 2 * size;
  await expect(page.locator('.reading-examples dd')).toHaveText(formatParameters(shown));
});
