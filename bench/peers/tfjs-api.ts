/** What the pages use of TensorFlow.js. */
export interface Tensor {
  data(): Promise<Float32Array>;
  dispose(): void;
}

export interface Variable extends Tensor {
  readonly name: string;
}

type Unary = 'tanh' | 'relu' | 'sigmoid' | 'square' | 'sqrt' | 'softmax';
type Binary = 'add' | 'sub' | 'div';

export interface TensorFlow
  extends Readonly<Record<Unary, (x: Tensor) => Tensor>>, Readonly<Record<Binary, (a: Tensor, b: Tensor) => Tensor>> {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tidy<Result>(body: () => Result): Result;
  tensor(values: Float32Array, shape: readonly number[]): Tensor;
  tensor1d(values: Int32Array, dtype: 'int32'): Tensor;
  zeros(shape: number[]): Tensor;
  scalar(value: number): Tensor;
  variable(initial: Tensor): Variable;
  oneHot(indices: Tensor, depth: number): Tensor;
  gather(x: Tensor, indices: Tensor): Tensor;
  cast(x: Tensor, dtype: 'float32'): Tensor;
  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  mul(a: Tensor, b: Tensor | number): Tensor;
  mean(x: Tensor, axis: number, keepDims: boolean): Tensor;
  reshape(x: Tensor, shape: readonly number[]): Tensor;
  transpose(x: Tensor, order: readonly number[]): Tensor;
  conv2d(x: Tensor, filter: Tensor, strides: number, padding: 'same'): Tensor;
  maxPool(x: Tensor, size: number, strides: number, padding: 'valid'): Tensor;
  slice(x: Tensor, begin: number[], size: number[]): Tensor;
  readonly losses: {
    softmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor;
    sigmoidCrossEntropy(labels: Tensor, logits: Tensor): Tensor;
  };
  readonly train: { sgd(learningRate: number): { minimize(loss: () => Tensor, returnCost: true): Tensor } };
}
