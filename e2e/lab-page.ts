import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const WINDOW = { width: 1440, height: 900 };
/** How long compilation may take on a software adapter, and how often to look meanwhile, ms. */
const PREPARATION = { timeout: 60_000, intervals: [200] };
const PARTS = { page: 'html', form: '.setup-form', details: '.tab-panel' } as const;

/** The page as a person uses it. */
export class LabPage {
  readonly page: Page;
  /** What the browser complained about. */
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  get play(): Locator {
    return this.page.getByRole('button', { name: /^(Play|Pause|Run again)$/ });
  }

  /** Opens the ready experiments. */
  get experiment(): Locator {
    return this.page.getByRole('button', { name: /Experiment$/ });
  }

  /** Opens the page; the race of the first visit starts by itself. */
  async open(): Promise<void> {
    await this.page.goto('./');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Curvature Lab' })).toBeVisible();
  }

  /** Opens the page and waits until steps were trained. */
  async openRacing(): Promise<void> {
    await this.open();
    await this.expectSteps();
  }

  /** Opens the page for a visitor who wants less motion: the race is prepared and rests, while the form works at once. */
  async openResting(): Promise<void> {
    await this.page.emulateMedia({ reducedMotion: 'reduce' });
    await this.open();
  }

  /** The step that the transport shows, -1 while none is known. */
  async step(): Promise<number> {
    const text = await this.page.locator('.reading-step dd').innerText();
    return /^[\d,]+$/.test(text) ? Number(text.replaceAll(',', '')) : -1;
  }

  /** Pauses a running race and waits until no step is added any more. */
  async pause(): Promise<void> {
    await this.page.getByRole('button', { name: 'Pause' }).click();
    await expect(this.page.locator('.transport-status')).toHaveText('Paused');
    let before = -1;
    await expect
      .poll(async () => {
        const still = before;
        before = await this.step();
        return before === still;
      })
      .toBe(true);
  }

  /** Picks an option of a choice. */
  async choose(field: Locator, option: RegExp | string): Promise<void> {
    await field.click();
    await this.page.getByRole('option', { name: option }).first().click();
  }

  /** Starts a ready experiment. */
  async start(experiment: RegExp | string): Promise<void> {
    await this.experiment.click();
    await this.page.getByRole('menuitemradio', { name: experiment }).click();
  }

  /** Applies the set-up and waits until steps were trained. */
  async applyAndRace(): Promise<void> {
    await this.page.getByRole('button', { name: 'Apply & restart' }).click();
    await expect(this.page.locator('.setup-pending')).toHaveText('As running');
    await this.expectSteps();
  }

  /** Waits until more than so many steps were trained. */
  async expectSteps(done = 0): Promise<void> {
    await expect.poll(() => this.step(), PREPARATION).toBeGreaterThan(done);
  }

  /**
   * Looks at a part of the page, wide and light, then `narrow` px and dark: it breaks no rule, and the page does not scroll
   * sideways. Colours do not depend on the width, nor the layout on colours.
   */
  async expectAccessible(part: keyof typeof PARTS, narrow = 360): Promise<void> {
    for (const [width, colorScheme] of [
      [WINDOW.width, 'light'],
      [narrow, 'dark'],
    ] as const) {
      await this.page.setViewportSize({ ...WINDOW, width });
      await this.page.emulateMedia({ colorScheme });
      expect(await this.violations(PARTS[part]), `${width} px, ${colorScheme}`).toEqual([]);
      expect(await this.horizontalOverflow(), `${width} px, ${colorScheme}`).toBeLessThanOrEqual(0);
    }
    await this.page.setViewportSize(WINDOW);
  }

  /** What of WCAG 2.2 AA the page breaks, as far as a program can tell. */
  async violations(part: string = PARTS.page): Promise<readonly string[]> {
    await this.#stick(false);
    // The mode for pages without frames, and nothing of what was found good: most of the time goes into carrying it over.
    const axe = new AxeBuilder({ page: this.page }).setLegacyMode().options({ resultTypes: ['violations'] });
    const { violations } = await axe.include(part).withTags(RULES).analyze();
    await this.#stick(true);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  }

  /** Bars that stay in view cut targets in two wherever the page happens to be scrolled to: for a check they may scroll away. */
  async #stick(sticky: boolean): Promise<void> {
    for (const bar of await this.page.locator('.transport, .setup-apply').all()) {
      await bar.evaluate((element, position) => ((element as HTMLElement).style.position = position), sticky ? '' : 'static');
    }
  }

  /** How far the content is wider than the window, px. */
  async horizontalOverflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  }
}
