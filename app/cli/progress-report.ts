import type { SessionEvent } from '../lab/events.ts';
import type { ExperimentSpec } from '../lab/spec.ts';
import { unreachable } from '../lab/unreachable.ts';
import { formatNumber } from '../lab/format-number.ts';
import type { Terminal } from './terminal.ts';

const BAR = 24;
const REDRAW = 100;

/** Shows a running session: a bar that moves on a terminal, a line for each evaluation elsewhere. */
export class ProgressReport {
  readonly #terminal: Terminal;
  readonly #spec: ExperimentSpec;
  readonly #now: () => number;
  readonly #losses: number[];
  #step = 0;
  #seconds: number[];
  #drawnAt = -Infinity;

  constructor(terminal: Terminal, spec: ExperimentSpec, now: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#spec = spec;
    this.#now = now;
    this.#losses = spec.arms.map(() => NaN);
    this.#seconds = spec.arms.map(() => 0);
  }

  show(event: SessionEvent): void {
    switch (event.type) {
      case 'ready':
        this.#terminal.note(`${event.adapter.description} (${event.adapter.family} kernels${event.adapter.software ? ', software' : ''})`);
        for (const note of event.notes ?? []) this.#terminal.note(note);
        return;
      case 'progress':
        this.#step = Math.max(this.#step, event.steps.at(-1) ?? 0);
        this.#losses[event.arm] = event.losses.at(-1) ?? NaN;
        this.#seconds[event.arm] = event.seconds.at(-1) ?? 0;
        this.#draw();
        return;
      case 'evaluation':
        if (this.#terminal.replace === null) {
          const name = this.#spec.arms[event.arm]?.name ?? '';
          const { step, seconds, trainLoss, testLoss, testMetric } = event;
          this.#terminal.note(
            `step ${step}  ${name}: train ${formatNumber(trainLoss)}  test ${formatNumber(testLoss)}  metric ${formatNumber(testMetric)}  ${formatNumber(seconds)} s`,
          );
        }
        return;
      case 'arm-stopped':
        this.#terminal.note(event.message);
        return;
      case 'finished':
        this.#terminal.note(`finished: ${event.reason}`);
        return;
      case 'predictions':
      case 'mistakes':
      case 'positions':
      case 'layer-look':
      case 'inspection':
        return;
      default:
        unreachable(event);
    }
  }

  #draw(): void {
    const { replace } = this.#terminal;
    if (replace === null || this.#now() - this.#drawnAt < REDRAW) return;
    this.#drawnAt = this.#now();
    const { steps, seconds } = this.#spec.stop;
    const spent = this.#seconds.reduce((sum, value) => sum + value, 0);
    const share = Math.min(1, Math.max(steps === null ? 0 : this.#step / steps, seconds === null ? 0 : spent / seconds));
    const filled = Math.round(share * BAR);
    const losses = this.#spec.arms.map(({ name }, index) => `${name} ${formatNumber(this.#losses[index] ?? NaN)}`).join('  ');
    replace(
      `${'█'.repeat(filled)}${'·'.repeat(BAR - filled)} ${this.#step}${steps === null ? '' : `/${steps}`}  ${formatNumber(spent)} s  ${losses}`,
    );
  }
}
