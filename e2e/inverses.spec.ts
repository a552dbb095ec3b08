import { expect, test, type Page } from '@playwright/test';
import { LabPage } from './lab-page.ts';

/** Inverse-free, refreshed where the residual asks for it, with the links of the block-tridiagonal form. */
async function chooseInverses(lab: LabPage): Promise<void> {
  const { page } = lab;
  await lab.choose(page.getByRole('button', { name: /Curvature as/ }).first(), 'Block-tridiagonal');
  await lab.choose(page.getByRole('button', { name: /Inverted by/ }).first(), 'Inverse-free');
  await lab.choose(page.getByRole('button', { name: /Refreshed/ }).first(), 'Adaptive');
}

/** A damping that guards nothing, and a rate that no loss survives. */
async function askForTrouble(page: Page): Promise<void> {
  await page.getByLabel('λ', { exact: true }).fill('1e-12');
  await page.getByLabel('Damping floor').fill('0');
  await page.getByLabel('Learning rate').last().fill('30');
}

test('every way to invert brings its own fields, names what is wrong at them, and races', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await lab.pause();
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

test('a form without inverses asks nothing about them, unless a block is full', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await lab.choose(page.getByRole('button', { name: /Curvature as/ }).first(), 'EKFAC');
  await expect(page.getByLabel('Eigen-solve every')).toBeVisible();
  await expect(page.getByLabel('Damping floor')).toHaveCount(0);
  await lab.choose(page.getByRole('button', { name: /Block of dense 1/ }), 'Full');
  await expect(page.getByLabel('Damping floor')).toBeVisible();
  await expect(page.getByRole('button', { name: /Inverted by/ })).toBeVisible();
});

test('what guards had to do is told on the card, with a reason, and nothing where they had nothing to do', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await expect(page.getByRole('list', { name: 'Guards' })).toHaveCount(0);
  await askForTrouble(page);
  await lab.applyAndRace();
  const sgd = page.locator('.arm').last();
  const rejected = sgd.getByRole('list', { name: 'Guards' }).getByRole('button', { name: /^\d+ steps rejected$/ });
  await expect(rejected).toBeVisible();
  await rejected.click();
  await expect(page.getByRole('tooltip')).toContainText('nothing was taken of the step');
  await expect(sgd.getByText(/exploded at step \d+, the last of several rejected ones/)).toBeVisible();
});

test('the inspector says how exact and how old the inverses are', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await page.getByRole('tab', { name: 'Curvature' }).click();
  const inverses = page.locator('.curvature-inverses');
  await expect(inverses).toContainText(/residual\s*\d/);
  await expect(inverses).toContainText(/oldest inverse\s*\d+ steps?/);
});

test('inverses, guards and links are accessible, light and dark, wide and narrow', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const lab = new LabPage(page);
  await lab.openRacing();
  await chooseInverses(lab);
  await page.getByLabel('Learning rate').last().fill('30');
  await page.getByLabel('Residual bound').fill('2');
  await lab.expectAccessible('form', 1440);
  await page.getByLabel('Residual bound').fill('0.1');
  await lab.applyAndRace();
  await page.getByRole('tab', { name: 'Curvature' }).click();
  await page.getByRole('radio', { name: /^dense 1/ }).click();
  await expect(page.getByRole('img', { name: 'What dense 2 explains of G' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Guards' })).toBeVisible();
  await lab.pause();
  await lab.expectAccessible('page', 1440, 390);
  await expect(page.getByLabel('Residual bound')).toBeVisible();
  await lab.expectAccessible('form', 390);
});
