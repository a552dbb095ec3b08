import { expect, test, type Locator, type Page } from '@playwright/test';
import { LabPage } from './lab-page.ts';

/** The row of a layer in the list of the model. */
function layer(page: Page, name: string): Locator {
  return page
    .getByRole('list', { name: 'Layers' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name }) });
}

function field(page: Page, name: string): Locator {
  return page.getByRole('list', { name: 'Layers' }).getByRole('textbox', { name });
}

async function add(page: Page, kind: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a layer', exact: true }).click();
  await page.getByRole('menuitem', { name: kind, exact: true }).click();
}

/** An empty canvas for a few of the digits, with small minibatches that show a curve soon. */
async function emptyCanvas(lab: LabPage): Promise<void> {
  const { page } = lab;
  await lab.choose(page.getByRole('button', { name: /Data set/ }), /MNIST/);
  await page.getByLabel('Training examples', { exact: true }).fill('300');
  await page.getByLabel('Test examples').fill('100');
  await page.getByLabel('Batch size').fill('50');
  await page.getByLabel('Evaluate on').fill('100');
  await page.getByLabel('Evaluate every').fill('5');
  await lab.choose(page.getByRole('button', { name: /\bKind\b/ }).first(), /^Layers/);
  await page.getByRole('button', { name: 'Start from an empty canvas' }).click();
}

/** Convolution → activation → pooling → flatten → dense. */
async function buildConvolutional(lab: LabPage): Promise<void> {
  const { page } = lab;
  for (const kind of ['Convolution', 'Activation', 'Pooling', 'Flatten', 'Dense']) await add(page, kind);
  await field(page, 'Units').fill('10');
  await page.getByRole('button', { name: /^1\s*convolution 1/ }).click();
  await field(page, 'Filters').fill('4');
  await field(page, 'Stride').fill('2');
}

test('a model built by hand from an empty canvas trains, and shows its blocks and mistakes, accessibly', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openResting();
  await emptyCanvas(lab);
  await expect(page.getByText('An empty canvas: the first layer you add reads the data.')).toBeVisible();
  await buildConvolutional(lab);
  await expect(layer(page, 'convolution 1')).toContainText('14 × 14 × 4');
  await expect(layer(page, 'pooling 1')).toContainText('7 × 7 × 4');
  await expect(layer(page, 'dense 1')).toContainText('1.97k params');
  const totals = page.locator('.model-totals');
  await expect(totals.locator('div', { hasText: 'Parameters' }).locator('dd')).toHaveText('2.01k');
  await expect(totals.locator('div', { hasText: 'GPU memory' }).locator('dd')).toHaveText(/MiB$/);
  await expect(totals.locator('div', { hasText: 'A mean step of K-FAC' }).locator('dd')).toHaveText(/× SGD$/);
  // A layer that does not fit is told in colours of its own.
  await add(page, 'Add');
  await lab.expectAccessible('form');
  await page.getByRole('button', { name: 'Remove add 1' }).click();

  await lab.applyAndRace();
  const strip = page.getByRole('radiogroup', { name: 'Layers of K-FAC' }).getByRole('radio');
  await expect(strip).toHaveCount(2);
  await expect(strip.nth(0)).toHaveAccessibleName(
    /^convolution 1: 9 inputs, 4 outputs, 196 rows a case, relu.*expanded over 196 positions$/,
  );
  await page.getByRole('tab', { name: 'Curvature' }).click();
  await strip.nth(0).click();
  const curvature = page.getByRole('tabpanel');
  await expect(curvature.getByText('10 × 10').first()).toBeVisible();
  await expect(curvature.getByRole('img', { name: 'Spectrum of A' })).toBeVisible();
  await expect(curvature.getByRole('img', { name: 'Spectrum of G' })).toBeVisible();
  const registration = page.getByRole('table', { name: 'Curvature blocks of K-FAC' });
  await expect(registration.getByRole('row', { name: /^convolution 1/ })).toContainText('positions taken as independent');
  await lab.pause();
  await lab.expectAccessible('details');

  await page.getByRole('tab', { name: 'Predictions' }).click();
  const confusion = page.getByRole('table', { name: 'Confusion on the test split' });
  await expect(confusion.getByRole('row')).toHaveCount(11);
  const counts = await confusion.getByRole('cell').allInnerTexts();
  const total = counts.filter((text) => /^\d+$/.test(text)).reduce((sum, text) => sum + Number(text), 0);
  expect(total).toBe(100);
  await expect(page.getByRole('heading', { name: 'Worst mistakes' })).toBeVisible();
  await lab.expectAccessible('details');
  expect(lab.complaints).toEqual([]);
});

test('layers are edited by keyboard, and what does not fit is told at the layer while nothing starts', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.openRacing();
  await lab.pause();
  const held = await lab.step();
  await emptyCanvas(lab);
  await test.step('layers are opened, moved, added and removed by keyboard, and the focus stays with them', async () => {
    await expect(page.getByRole('button', { name: 'Add a layer', exact: true })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menu')).toBeVisible();
    await page.keyboard.type('flat');
    await page.keyboard.press('Enter');
    const focused = page.locator(':focus');
    await expect(focused).toHaveText(/^1flatten 1/);
    await page.getByRole('button', { name: 'Add a layer after flatten 1' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: 'Dense', exact: true })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(focused).toHaveText(/^2dense 1/);
    await page.getByRole('button', { name: 'Move dense 1 up' }).focus();
    await page.keyboard.press('Enter');
    await expect(focused).toHaveAccessibleName('Move dense 1 down');
    await expect(page.getByRole('list', { name: 'Layers' }).getByRole('listitem').first()).toContainText('28 × 28 × 32');
    await page.getByRole('button', { name: 'Remove dense 1' }).focus();
    await page.keyboard.press('Enter');
    await expect(focused).toHaveText(/^1flatten 1/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove flatten 1' }).click();
  });
  await test.step('what does not fit is told at the layer, the rest stays usable, and nothing starts', async () => {
    await page.getByRole('button', { name: 'Apply & restart' }).click();
    await expect(page.getByRole('alert')).toContainText('Nothing was started');
    await buildConvolutional(lab);
    await lab.choose(layer(page, 'convolution 1').getByRole('button', { name: /Padding/ }), /valid/);
    await field(page, 'Kernel').fill('29');
    await expect(layer(page, 'convolution 1')).toContainText('expected a kernel of at most 28');
    await expect(layer(page, 'activation 1')).not.toContainText('expected');
    await page.getByLabel('Seed').fill('3');
    await field(page, 'Kernel').fill('x');
    await expect(layer(page, 'convolution 1')).toContainText('Expected a whole number from 1 to 31, got "x"');
    await page.getByRole('button', { name: 'Apply & restart' }).click();
    await expect(field(page, 'Kernel')).toBeFocused();
    expect(await lab.step()).toBe(held);
    await field(page, 'Kernel').fill('5');
    await expect(page.locator('.builder .field-error')).toHaveCount(0);
    await expect(layer(page, 'dense 1')).toContainText('1.45k params');
  });
});
