import type { Arm } from './arm.ts';
import type { SessionEvent } from './events.ts';
import type { DescribeMistakes } from './mistakes.ts';
import type { PredictionView } from './prediction-view.ts';
import type { SessionControl } from './session-control.ts';

/** An arm where it is evaluated. */
interface Evaluated {
  readonly index: number;
  readonly arm: Arm;
  readonly step: number;
  /** Own training time, s. */
  readonly seconds: number;
}

interface Telling {
  readonly control: SessionControl;
  readonly view: PredictionView | null;
  readonly mistakes: DescribeMistakes | null;
}

/** Evaluates an arm and tells of it: its scores, what it confuses, how well it tells each position, and what it predicts. */
export async function* tellEvaluation(
  { index, arm, step, seconds }: Evaluated,
  { control, view, mistakes }: Telling,
): AsyncGenerator<SessionEvent, void, undefined> {
  const { testAnswers, testPositions, ...evaluation } = await arm.evaluate();
  yield { type: 'evaluation', arm: index, step, seconds, ...evaluation };
  if (mistakes !== null && testAnswers !== null) yield mistakes(index, step, testAnswers);
  if (testPositions !== null) yield { type: 'positions', arm: index, step, ...testPositions };
  if (view !== null) yield await view.look(index, step, (inputs, count) => arm.predict(inputs, count), control.signal);
}
