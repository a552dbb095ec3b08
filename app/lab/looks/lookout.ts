import type { Arm } from '../arm.ts';
import type { Split } from '../dataset.ts';
import type { Task } from '../task.ts';
import { exampleInputs } from '../example-inputs.ts';
import type { LayerLookEvent, Look, SeenExample } from './look.ts';
import { pictureLayer } from './picture-layer.ts';
import type { VisibleLayer } from './visible-layer.ts';

interface LookoutParts {
  readonly arms: readonly Arm[];
  readonly layers: readonly VisibleLayer[];
  readonly task: Task;
  readonly test: Split;
}

/** Watches one layer of all arms at work on one test example; nothing is computed, and no memory taken, while nobody looks. */
export class Lookout {
  readonly #parts: LookoutParts;
  #look: Look | null = null;

  constructor(parts: LookoutParts) {
    this.#parts = parts;
  }

  /** What was asked for last. */
  get look(): Look | null {
    return this.#look;
  }

  /** Whether `look` is another than the one before; null, or one at what does not exist, ends all looking. */
  select(look: Look | null): boolean {
    if (look === this.#look) return false;
    this.#look = look;
    if (this.#visible() === null) for (const arm of this.#parts.arms) arm.endLook();
    return true;
  }

  /** What is to be seen in an arm as it is now; null while nobody looks. */
  async see(arm: number, step: number): Promise<LayerLookEvent | null> {
    const look = this.#look;
    const visible = this.#visible();
    if (look === null || visible === null) return null;
    const [inputs, example] = this.#example(look.example);
    const snapshot = await this.#parts.arms[arm]!.look(visible, inputs);
    return { type: 'layer-look', arm, step, look, example, picture: pictureLayer(visible, snapshot, look.channel) };
  }

  #visible(): VisibleLayer | null {
    const { layers, test } = this.#parts;
    const look = this.#look;
    if (look === null || look.example >= test.count) return null;
    const visible = layers.find(({ layer }) => layer === look.layer);
    if (visible === undefined) return null;
    const channels = visible.kind === 'maps' ? (visible.filters?.inputs ?? 0) : 0;
    return look.channel === null || look.channel < channels ? visible : null;
  }

  /** The inputs of a test example, and how they look. */
  #example(index: number): readonly [inputs: Float32Array | Uint32Array, seen: SeenExample] {
    const { task, test } = this.#parts;
    if ('tokens' in test) {
      const tokens = Uint32Array.from(test.tokens.subarray(index * test.hop, index * test.hop + test.length));
      return [tokens, { kind: 'tokens', tokens }];
    }
    const values = exampleInputs(test, [index]);
    if (task.inputs.kind !== 'image') return [values, { kind: 'row' }];
    return [values, { kind: 'image', shape: task.inputs, values, label: test.labels?.[index] ?? null }];
  }
}
