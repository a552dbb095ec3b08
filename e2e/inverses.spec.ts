import { expect, test } from '@playwright/test';
import { LabPage } from './lab-page.ts';

/** Inverse-free, refreshed where the residual asks for it, with the links of the block-tridiagonal form. */
async function chooseInverses(lab: LabPage): Promise<void> {
  const { page } = lab;
  await lab.choose(page.getByRole('button', { name: /Curvature as/ }).first(), 'Block-tridiagonal');
  await lab.choose(page.getByRole('button', { name: /Inverted by/ }).first(), 'Inverse-free');
  await lab.choose(page.getByRole('button', { name: /Refreshed/ }).first(), 'Adaptive');
}

test('every way to invert brings its own fields, names what is wrong at them, and races', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openResting();
  await test.step('a form without inverses asks nothing about them, unless a block is full', async () => {
    await lab.choose(page.getByRole('button', { name: /Curvature as/ }).first(), 'EKFAC');
    await expect(page.getByLabel('Eigen-solve every')).toBeVisible();
    await expect(page.getByLabel('Damping floor')).toHaveCount(0);
    await lab.choose(page.getByRole('button', { name: /Block of dense 1/ }), 'Full');
    await expect(page.getByLabel('Damping floor')).toBeVisible();
    await expect(page.getByRole('button', { name: /Inverted by/ })).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
  });
  await lab.choose(page.getByRole('button', { name: /Inverted by/ }).first(), 'Newton–Schulz');
  await expect(page.getByLabel('Iterations')).toHaveValue('2');
  await lab.choose(page.getByRole('button', { name: /Refreshed/ }).first(), 'Round-robin');
  const shares = page.getByLabel('Shares');
  await shares.fill('0');
  await expect(page.locator('.field', { has: shares })).toContainText('Expected a whole number from 1 to 64, got 0');
  await page.getByRole('button', { name: 'Apply & restart' }).click();
  await expect(shares).toBeFocused();
  await shares.fill('3');
  await page.getByLabel('Damping floor').fill('1e-5');
  await lab.applyAndRace();
  await page.getByText(/differences from “Two spirals”/).click();
  const differences = page.locator('.setup-differences');
  await expect(differences).toContainText('arms.0.optimizer.inverse.kind: cholesky → newton-schulz');
  await expect(differences).toContainText('arms.0.optimizer.refresh.shares: none → 3');
  await expect(differences).toContainText('arms.0.optimizer.dampingFloor: 1e-7 → 0.00001');

  await lab.choose(page.getByRole('button', { name: /Inverted by/ }).first(), 'Inverse-free');
  await expect(page.getByLabel('Rate β₁')).toHaveValue('1');
  await expect(page.getByLabel('Momentum α₁')).toHaveValue('0');
  expect(lab.complaints).toEqual([]);
});

test('what guards had to do is told on the card, with a reason, beside inverses and links, accessibly', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await lab.pause();
  await expect(page.getByRole('list', { name: 'Guards' })).toHaveCount(0);
  await chooseInverses(lab);
  // No loss survives this rate.
  await page.getByLabel('Learning rate').last().fill('30');
  await page.getByLabel('Residual bound').fill('2');
  await lab.expectAccessible('form', 390);
  await page.getByLabel('Residual bound').fill('0.1');
  await lab.applyAndRace();
  const sgd = page.locator('.arm').last();
  const rejected = sgd.getByRole('list', { name: 'Guards' }).getByRole('button', { name: /^\d+ steps rejected$/ });
  await expect(rejected).toBeVisible();
  await expect(sgd.getByText(/exploded at step \d+, the last of several rejected ones/)).toBeVisible();
  await page.getByRole('tab', { name: 'Curvature' }).click();
  await page.getByRole('radio', { name: /^dense 1/ }).click();
  await expect(page.getByRole('img', { name: 'What dense 2 explains of G' })).toBeVisible();
  await lab.pause();
  await lab.expectAccessible('page', 390);
  await rejected.click();
  await expect(page.getByRole('tooltip')).toContainText('nothing was taken of the step');
});
