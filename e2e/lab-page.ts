import { expect, type Locator, type Page } from '@playwright/test';

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

  /** Opens the page; the race of the first visit starts by itself. */
  async open(): Promise<void> {
    await this.page.goto('./');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Curvature Lab' })).toBeVisible();
  }

  /** Opens the page and waits until steps were trained. */
  async openRacing(): Promise<void> {
    await this.open();
    await expect.poll(() => this.step(), { timeout: 60_000 }).toBeGreaterThan(0);
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

  /** How far the content is wider than the window, px. */
  async horizontalOverflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  }
}
