import type { KfacSettings } from '../optimizers/kfac-settings.ts';
import autoencoder from './fixtures/kfac-jax-autoencoder.json?raw';
import classifier from './fixtures/kfac-jax-classifier.json?raw';
import deadLayer from './fixtures/kfac-jax-dead-layer.json?raw';
import regression from './fixtures/kfac-jax-regression.json?raw';
import saturated from './fixtures/kfac-jax-saturated.json?raw';
import smallBatch from './fixtures/kfac-jax-small-batch.json?raw';
import type { ReferenceProblem } from './reference-problem.ts';

/** What kfac-jax computes on a problem in float64; `bench/reference/README.md` says how it is made and mapped. */
export interface KfacJaxFixture {
  readonly source: string;
  readonly problem: ReferenceProblem;
  readonly runs: readonly KfacJaxRun[];
}

export interface KfacJaxRun {
  readonly name: string;
  readonly settings: KfacSettings;
  readonly first: {
    readonly blocks: readonly KfacJaxBlock[];
    /** Preconditioned gradient of each layer. */
    readonly direction: readonly (readonly number[])[];
  };
  /** The quadratic model of steps 1 and 2; empty where the step is fixed. */
  readonly models: readonly { readonly m: readonly number[]; readonly b: readonly number[] }[];
  /** One number a step; null where nothing was computed. */
  readonly steps: Readonly<Record<'loss' | 'lambda' | 'alpha' | 'mu' | 'predicted' | 'rho', readonly (number | null)[]>>;
}

/** Factors after the first step and the inverses of the damped factors, flat; null inverses where a factor is zero. */
export interface KfacJaxBlock {
  readonly a: readonly number[];
  readonly g: readonly number[];
  readonly aInverse: readonly number[] | null;
  readonly gInverse: readonly number[] | null;
}

export const kfacJaxFixtures: readonly KfacJaxFixture[] = [classifier, smallBatch, autoencoder, regression, deadLayer, saturated].map(
  (text) => JSON.parse(text) as KfacJaxFixture,
);
