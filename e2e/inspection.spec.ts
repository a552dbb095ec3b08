import { expect, test, type Locator } from '@playwright/test';
import { LabPage } from './lab-page.ts';

/** The sides of a layer's factors as the page writes them, from the layer's name. */
async function factorSides(layer: Locator): Promise<readonly [a: string, g: string]> {
  const name = (await layer.getAttribute('aria-label')) ?? '';
  const [, inputs, outputs] = /(\d+) inputs, (\d+) outputs/.exec(name) ?? [];
  return [`${Number(inputs) + 1} × ${Number(inputs) + 1}`, `${Number(outputs)} × ${Number(outputs)}`];
}

test('layers show their spectra, by keyboard and while the race is paused too, arms without factors say so, costs are named', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await page.getByRole('tab', { name: 'Curvature' }).click();
  const layers = page.getByRole('radiogroup', { name: /^Layers of/ }).getByRole('radio');
  const inverses = page.locator('.curvature-inverses');
  await expect(inverses).toContainText(/residual\s*\d/);
  await expect(inverses).toContainText(/oldest inverse\s*\d+ steps?/);
  await expect(page.getByRole('table', { name: /Curvature blocks of K-FAC/ })).toContainText(/A ⊗ G/);

  await lab.pause();
  await layers.first().focus();
  await page.keyboard.press('Enter');
  for (const side of await factorSides(layers.first())) await expect(page.getByText(side).first()).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(layers.nth(1)).toHaveAttribute('aria-checked', 'true');
  for (const side of await factorSides(layers.nth(1))) await expect(page.getByText(side).first()).toBeVisible();

  await page.getByRole('button', { name: /^SGD/ }).and(page.locator('.arm-name')).click();
  await expect(page.getByText(/keeps no curvature of/)).toBeVisible();
  await page.getByRole('tab', { name: 'Cost' }).click();
  await expect(page.getByRole('row', { name: /GPU memory/ })).toContainText(/iB/);
  await expect(page.getByRole('row', { name: /Dispatches/ })).toContainText(/\d/);
  expect(lab.complaints).toEqual([]);
});

test('a linked block shows what the layer above explains of it, and the last layer says that nothing does', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openResting();
  await lab.choose(page.getByRole('button', { name: /Curvature as/ }).first(), 'Block-tridiagonal');
  await lab.applyAndRace();
  await page.getByRole('tab', { name: 'Curvature' }).click();
  const layers = page.getByRole('radiogroup', { name: 'Layers of K-FAC' }).getByRole('radio');
  await layers.nth(1).click();
  const link = page.getByRole('region', { name: /^Link to dense 3 explains up to \d+\.\d % of the damped curvature of dense 2/ });
  await expect(link.getByRole('img', { name: 'What dense 3 explains of A' })).toBeVisible();
  // Ψ predicts the 24 output gradients from the two of the last layer, in colours that part at zero.
  await expect(link.getByText('24 × 2')).toBeVisible();
  await expect(link.getByRole('img', { name: /^Entries of Ψ of G: values from −(\d\S*) to \1, diverging colour scale$/ })).toBeVisible();
  await page.getByRole('group', { name: 'Curvature view' }).getByRole('button', { name: 'Table' }).click();
  await expect(link.getByRole('table', { name: /largest of 25 shares of A explained by dense 3/ })).toContainText(/0\.\d+/);
  await layers.nth(2).click();
  await expect(page.getByText(/No layer lies above dense 3/)).toBeVisible();
  expect(lab.complaints).toEqual([]);
});
