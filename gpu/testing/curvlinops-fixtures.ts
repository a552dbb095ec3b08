import autoencoder from './fixtures/curvlinops-autoencoder.json?raw';
import classifier from './fixtures/curvlinops-classifier.json?raw';
import smallBatch from './fixtures/curvlinops-small-batch.json?raw';
import tiny from './fixtures/curvlinops-tiny.json?raw';
import type { ReferenceProblem } from './reference-problem.ts';

/** What curvlinops computes on one minibatch in float64; `bench/reference/README.md` says how it is made and mapped. */
export interface CurvlinopsFixture {
  readonly source: string;
  readonly problem: ReferenceProblem;
  /** Damping of all inverses. */
  readonly lambda: number;
  /** What all products are taken with: the gradient of the mean loss, and noise. */
  readonly vectors: readonly LayeredVector[];
  /** The generalised Gauss–Newton matrix times each vector. */
  readonly ggn: readonly LayeredVector[];
  readonly exact: KroneckerProducts;
  readonly empirical: KroneckerProducts;
  /** FOOF: G = I. */
  readonly forwardOnly: Pick<KroneckerProducts, 'kfac' | 'kfacExactInverse'>;
  /** Whole matrices `[parameters, parameters]`, parameters layer by layer and row by row; of the tiny problem only. */
  readonly dense?: Readonly<Record<'ggn' | 'exactKfac' | 'exactEkfac' | 'empiricalKfac' | 'empiricalEkfac', readonly number[]>>;
}

/** `[inputs + 1, outputs]` of each layer, flat. */
export type LayeredVector = readonly (readonly number[])[];

export interface KroneckerProducts {
  readonly blocks: readonly { readonly a: readonly number[]; readonly g: readonly number[] }[];
  readonly kfac: readonly LayeredVector[];
  /** With factored Tikhonov damping, (A + πγI)⁻¹ ⊗ (G + (γ/π)I)⁻¹. */
  readonly kfacInverse: readonly LayeredVector[];
  /** (A ⊗ G + λI)⁻¹. */
  readonly kfacExactInverse: readonly LayeredVector[];
  /** `[inputs + 1, outputs]` of each layer; eigenvectors of A and G in ascending order of their eigenvalues. */
  readonly ekfacEigenvalues: LayeredVector;
  readonly ekfac: readonly LayeredVector[];
  /** (EKFAC + λI)⁻¹. */
  readonly ekfacInverse: readonly LayeredVector[];
}

export const curvlinopsFixtures: readonly CurvlinopsFixture[] = [tiny, classifier, smallBatch, autoencoder].map(
  (text) => JSON.parse(text) as CurvlinopsFixture,
);
