import { expect, test, type Locator, type Page } from '@playwright/test';
import { LabPage } from './lab-page.ts';

/** The blocks of the K-FAC arm, layer by layer. */
function blocks(page: Page): Locator {
  return page.getByRole('table', { name: 'Curvature blocks by layer' });
}

/** The row that says what the block of a layer takes. */
function row(page: Page, layer: string): Locator {
  return blocks(page).getByRole('row', { name: new RegExp(`^${layer}`) });
}

/** Opens the table of blocks: the first layer split, the last diagonal. */
async function chooseBlocks(lab: LabPage): Promise<void> {
  const { page } = lab;
  await lab.choose(blocks(page).getByRole('button', { name: /Block of dense 1/ }), 'Kronecker');
  await lab.choose(blocks(page).getByRole('button', { name: /Parts of A of dense 1/ }), 'A ÷ 2');
  await lab.choose(blocks(page).getByRole('button', { name: /Parts of G of dense 1/ }), 'G ÷ 4');
  await lab.choose(blocks(page).getByRole('button', { name: /Block of dense 3/ }), 'Diagonal');
}

test('blocks are chosen layer by layer, priced before the run, and inspected in it, accessibly', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openResting();
  const cost = row(page, 'dense 1').getByRole('cell').last();
  const whole = Number(await cost.innerText());
  await chooseBlocks(lab);
  expect(Number(await cost.innerText())).toBeLessThan(whole);
  await expect(row(page, 'dense 3').getByRole('cell').first()).toHaveText(/B$/);
  await lab.expectAccessible('form');

  await lab.applyAndRace();
  const layers = page.getByRole('radiogroup', { name: 'Layers of K-FAC' }).getByRole('radio');
  await expect(layers.nth(0)).toHaveAccessibleName(/A ⊗ G in 2 × 4 parts/);
  await expect(layers.nth(2)).toHaveAccessibleName(/diagonal/);
  await page.getByRole('tab', { name: 'Curvature' }).click();
  await layers.nth(0).click();
  const curvature = page.getByRole('tabpanel');
  await expect(curvature.getByText('3 × 3, 2 parts of 1 or 2')).toBeVisible();
  await expect(curvature.getByRole('img', { name: 'Spectrum of G' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Curvature blocks of K-FAC' }).getByRole('row', { name: /^dense 1/ })).toContainText(
    '2 × 4 parts',
  );
  await lab.pause();
  await lab.expectAccessible('details');
  await layers.nth(2).click();
  await expect(curvature.getByRole('img', { name: 'Entries of the diagonal in order' })).toBeVisible();
  await expect(curvature.getByRole('img', { name: /^Diagonal laid out as the weight: values from/ })).toBeVisible();
  await lab.expectAccessible('details');
  expect(lab.complaints).toEqual([]);
});

test('fields tell a block that does not fit any more; a forward-only estimate and EKFAC show what they have', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openResting();
  const curvature = page.getByRole('tabpanel');
  await test.step('a block that does not fit any more is told at its field', async () => {
    await chooseBlocks(lab);
    await page.getByLabel('Hidden widths').fill('30');
    await expect(blocks(page)).toContainText(/Expected a number that divides the 30 outputs of layer 1, got 4/);
    await expect(page.getByText(/Layer 3 has a block of its own/)).toBeVisible();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await lab.choose(blocks(page).getByRole('button', { name: /Parts of G of dense 1/ }), 'G ÷ 5');
    await expect(page.locator('.setup-form [data-invalid]')).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
  });
  await test.step('EKFAC shows its factors without damping of their own, and its second moments', async () => {
    await lab.choose(page.getByRole('button', { name: /Curvature as/ }).first(), 'EKFAC');
    await expect(page.getByLabel('Eigen-solve every')).toHaveValue('100');
    await lab.applyAndRace();
    await expect(page.getByRole('radio', { name: /^dense 2/ })).toHaveAccessibleName(/A ⊗ G, EKFAC/);
    await page.getByRole('tab', { name: 'Curvature' }).click();
    await expect(curvature.getByRole('img', { name: /^Second moments by pairs of eigenvectors/ })).toBeVisible();
    await expect(curvature.getByText('condition number')).toHaveCount(3);
    await expect(curvature.getByText('after damping')).toHaveCount(1);
    await lab.choose(page.getByRole('button', { name: /Curvature as/ }).first(), 'Factored');
  });
  await test.step('an estimate without gradients keeps A, says that G is the identity, and offers no block of gradients', async () => {
    await lab.choose(page.getByRole('button', { name: /Fisher estimate/ }).first(), /Forward only/);
    await blocks(page)
      .getByRole('button', { name: /Block of dense 2/ })
      .click();
    await expect(page.getByRole('option', { name: 'Kronecker' })).toBeVisible();
    await expect(page.getByRole('option', { name: 'Diagonal' })).toHaveCount(0);
    await page.keyboard.press('Escape');
    await lab.applyAndRace();
    await expect(page.getByText(/A forward-only estimate looks at no gradients/)).toBeVisible();
  });
});
