/** A text that a model goes on with. */
export interface Continuation {
  readonly prompt: string;
  readonly text: string;
  /** 0 where each character is the most probable one. */
  readonly temperature: number;
  /** The only right answer, where there is one. */
  readonly expected: string | null;
}

/** What a model makes of its one input; all in their own units. */
export interface FitCurve {
  /** Name of the input. */
  readonly input: string;
  /** `[count]` inputs of the test examples. */
  readonly xs: Float32Array;
  /** Places along the input, ascending. */
  readonly at: Float32Array;
  /** `[at, targets]` */
  readonly values: Float32Array;
}

/** A look at what one arm's model makes of test examples, or of the plane. */
export type PredictionsEvent = {
  readonly type: 'predictions';
  readonly arm: number;
  readonly step: number;
} & (
  | {
      readonly kind: 'digits';
      /** `[count, height, width, channels]`, 0–1. */
      readonly images: Float32Array;
      readonly labels: Uint8Array;
      /** `[count, classes]` probabilities. */
      readonly probabilities: Float32Array;
    }
  | { readonly kind: 'reconstructions'; readonly images: Float32Array; readonly reconstructions: Float32Array }
  | { readonly kind: 'text'; readonly continuations: readonly Continuation[] }
  | {
      readonly kind: 'fit';
      /** Names of the numbers that are told. */
      readonly targets: readonly string[];
      /** `[count, targets]` of test examples, in their own units. */
      readonly truth: Float32Array;
      readonly predicted: Float32Array;
      /** `[count]` rows of the file they stand in; null without one. */
      readonly rows: Uint32Array | null;
      /** Where there is one input. */
      readonly curve: FitCurve | null;
    }
  | {
      readonly kind: 'plane';
      /** Bounds of both axes. */
      readonly extent: readonly [minimum: number, maximum: number];
      readonly side: number;
      readonly classes: number;
      /** `[side, side, classes]` probabilities; the first row is the smallest y. */
      readonly probabilities: Float32Array;
      /** `[count, 2]` test points and their classes. */
      readonly points: Float32Array;
      readonly labels: Uint8Array;
      /** `[count, classes]` probabilities at the points themselves. */
      readonly pointProbabilities: Float32Array;
    }
);
