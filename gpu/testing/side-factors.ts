import { EigenvalueDecomposition, Matrix, QrDecomposition } from 'ml-matrix';

/** Shampoo's factors of one weight in float64, with the bases of their eigenvectors. */
export class SideFactors {
  left: Matrix | null = null;
  right: Matrix | null = null;
  leftBasis = Matrix.zeros(0, 0);
  rightBasis = Matrix.zeros(0, 0);
  readonly #decay: number;
  #updates = 0;

  constructor(decay: number) {
    this.#decay = decay;
  }

  /** Moves both averages, debiased from the first update on. */
  update(gradient: Matrix): void {
    this.#updates++;
    const keep = Math.min(1 - 1 / this.#updates, this.#decay);
    const average = (before: Matrix | null, sample: Matrix): Matrix =>
      before === null ? sample : Matrix.add(Matrix.mul(before, keep), Matrix.mul(sample, 1 - keep));
    this.left = average(this.left, gradient.mmul(gradient.transpose()));
    this.right = average(this.right, gradient.transpose().mmul(gradient));
  }

  /** All eigenvectors, the largest first. */
  solve(): void {
    [this.leftBasis, this.rightBasis] = [eigenvectors(this.left!), eigenvectors(this.right!)];
  }

  /** One orthogonal iteration. */
  refresh(): void {
    this.leftBasis = new QrDecomposition(this.left!.mmul(this.leftBasis)).orthogonalMatrix;
    this.rightBasis = new QrDecomposition(this.right!.mmul(this.rightBasis)).orthogonalMatrix;
  }

  /** The larger condition number of the two factors. */
  get condition(): number {
    return Math.max(...[this.left!, this.right!].map(conditionOf));
  }

  rotate(matrix: Matrix): Matrix {
    return this.leftBasis.transpose().mmul(matrix).mmul(this.rightBasis);
  }

  rotateBack(matrix: Matrix): Matrix {
    return this.leftBasis.mmul(matrix).mmul(this.rightBasis.transpose());
  }
}

function conditionOf(matrix: Matrix): number {
  const values = new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues;
  return Math.max(...values) / Math.min(...values);
}

/** A power of a symmetric positive definite matrix, `shift` added to its eigenvalues first. */
export function matrixPower(matrix: Matrix, power: number, shift: number): Matrix {
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  return eigenvectorMatrix
    .mmul(Matrix.diag(realEigenvalues.map((value) => (Math.max(value, 0) + shift) ** power)))
    .mmul(eigenvectorMatrix.transpose());
}

function eigenvectors(matrix: Matrix): Matrix {
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const order = realEigenvalues.map((_, index) => index).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  return eigenvectorMatrix.subMatrixColumn(order);
}
