/** What the pages use of jax-js; every use of an array but through `.ref` gives it away. */
export interface JaxArray {
  readonly ref: JaxArray;
  add(other: JaxArray | number): JaxArray;
  sub(other: JaxArray | number): JaxArray;
  mul(other: JaxArray | number): JaxArray;
  div(other: JaxArray | number): JaxArray;
  sum(): JaxArray;
  reshape(shape: number[]): JaxArray;
  /** As in Python: a number drops an axis, `[]` keeps it, `[from]` and `[from, to]` cut it. */
  slice(...index: (number | [] | [number] | [number, number])[]): JaxArray;
  data(): Promise<Float32Array>;
  dispose(): void;
}

type Loss = (parameters: JaxArray[], inputs: JaxArray, targets: JaxArray) => JaxArray;
type Step = (parameters: JaxArray[], inputs: JaxArray, targets: JaxArray) => [JaxArray[], JaxArray];
type Unary = (x: JaxArray) => JaxArray;

export interface Jax {
  init(...devices: string[]): Promise<string[]>;
  defaultDevice(device: string): string;
  blockUntilReady(tree: unknown): Promise<unknown>;
  jit(step: Step): Step;
  valueAndGrad(loss: Loss): (...operands: Parameters<Loss>) => [JaxArray, JaxArray[]];
  readonly tree: {
    ref(tree: JaxArray[]): JaxArray[];
    dispose(tree: JaxArray[]): void;
  };
  readonly nn: Readonly<Record<'logSoftmax' | 'softmax' | 'softplus' | 'relu' | 'sigmoid' | 'gelu', Unary>> & {
    oneHot(ids: JaxArray, classes: number): JaxArray;
  };
  readonly lax: { conv(images: JaxArray, filters: JaxArray, strides: number[], padding: 'SAME'): JaxArray };
  readonly numpy: Readonly<Record<'matrixTranspose' | 'tanh' | 'square' | 'sqrt' | 'tril', Unary>> & {
    array(values: Float32Array | Int32Array): JaxArray;
    zeros(shape: number[]): JaxArray;
    ones(shape: number[]): JaxArray;
    matmul(a: JaxArray, b: JaxArray): JaxArray;
    einsum(subscripts: string, a: JaxArray, b: JaxArray): JaxArray;
    max(a: JaxArray, axes: number[]): JaxArray;
    mean(a: JaxArray, axis: number, options: { keepdims: boolean }): JaxArray;
    readonly linalg: Readonly<Record<'cholesky' | 'inv', Unary>>;
  };
}
