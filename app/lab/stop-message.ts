import type { GuardFinding } from '../../gpu/optimizers/guard.ts';
import { unreachable } from './unreachable.ts';

/** Why an arm stopped, what it keeps, and what to do. */
export function stopMessage(arm: string, { kind, step, tensor }: GuardFinding): string {
  const kept = 'it keeps the weights from before the rejected steps. Lower its learning rate or raise its damping.';
  switch (kind) {
    case 'not-finite':
      return `${arm} diverged: ${tensor} is not finite or beyond 10³⁰ at step ${step}, the last of several rejected ones; ${kept}`;
    case 'exploded':
      return `${arm} diverged: its ${tensor} exploded at step ${step}, the last of several rejected ones; ${kept}`;
    case 'no-inverse':
      return `${arm} stopped after step ${step}: a factor of ${tensor} cannot be inverted, not in float64 either; ${kept}`;
    default:
      return unreachable(kind);
  }
}
