/** What the model does, which decides the error that is shown and the view of its predictions. */
export type Task =
  | {
      readonly kind: 'classification';
      readonly classes: number;
      /** Of the classes; absent where they are numbers only. */
      readonly names?: readonly string[];
      readonly inputs: InputShape;
    }
  | { readonly kind: 'reconstruction'; readonly inputs: InputShape }
  | RegressionTask
  | LanguageTask;

/** To tell numbers: standardised ones, with a Gaussian of unit variance around each. */
export interface RegressionTask {
  readonly kind: 'regression';
  readonly inputs: InputShape;
  /** Names of the numbers. */
  readonly targets: readonly string[];
}

/** To tell the next character at each position of a window from those before it. */
export interface LanguageTask {
  readonly kind: 'language';
  readonly inputs: TokenShape;
  /** The vocabulary: token n stands for character n. */
  readonly characters: string;
  /** Positions whose next character counts. */
  readonly scored: Span;
}

/** A run of positions. */
export interface Span {
  readonly start: number;
  readonly count: number;
}

/** How one example looks: an image, a point of the plane, any other row of numbers, or a window of a text. */
export type InputShape = ImageShape | { readonly kind: 'point' } | { readonly kind: 'vector'; readonly size: number } | TokenShape;

/** An image `[height, width, channels]` of 0–1 values. */
export interface ImageShape {
  readonly kind: 'image';
  readonly width: number;
  readonly height: number;
  readonly channels: ImageChannels;
  /** Where 1 is light, as in photographs; elsewhere it is ink, on whatever paper there is. */
  readonly light?: true;
}

/** 1 for grey, 3 for red, green and blue. */
export type ImageChannels = 1 | 3;

export interface TokenShape {
  readonly kind: 'tokens';
  readonly length: number;
  readonly vocabulary: number;
}
