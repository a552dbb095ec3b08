import { Curvature } from '../curvature/curvature.ts';
import { DIRECT_INVERSES } from '../curvature/inverse-settings.ts';
import type { RefreshShare } from '../curvature/refresh-schedule.ts';
import { curvatureGradients } from '../curvature/estimation.ts';
import { WHOLE_KRONECKER } from '../curvature/structure.ts';
import type { Tensor } from '../graph/tensor.ts';
import { preactivationGradients } from '../nn/site-gradients.ts';
import { affine } from '../ops/affine.ts';
import { square } from '../ops/unary.ts';
import { ShapeError } from '../runtime/errors.ts';
import { DAMPING_PERIOD, GAMMA_PERIOD } from './adaptation-periods.ts';
import { applyUpdate } from './apply-update.ts';
import { batchSubset } from './batch-subset.ts';
import { fixedStep } from './fixed-step.ts';
import { searchGamma } from './gamma-search.ts';
import { iterateAverage } from './iterate-average.ts';
import { reportInverses } from './inverse-report.ts';
import type { KfacSettings } from './kfac-settings.ts';
import { adaptDamping } from './levenberg-marquardt.ts';
import type { Optimizer, OptimizerProgram } from './optimizer.ts';
import { isPeriodDue, isShareDue } from './period.ts';
import { blockGradients, precondition } from './preconditioned-gradient.ts';
import { QuadraticModel } from './quadratic-model.ts';
import { scheduleDamping } from './scheduled-damping.ts';

/** Inversions on each of the first steps, when the averages move most. */
const EARLY_INVERSIONS = 3;
/** Steps between two full eigen-solves where nothing else is asked for. */
const DEFAULT_BASIS_PERIOD = 100;

/**
 * Block K-FAC (Martens & Grosse 2015, algorithm 2): statistics → inverses → preconditioned gradient → rate and
 * momentum → update → damping.
 * @throws ShapeError when λ is to be adapted without a quadratic model to compare with.
 */
export function kfac(settings: KfacSettings): Optimizer {
  const { estimation, damping, weightDecay, iterateDecay = null } = settings;
  const adaptive = damping.kind === 'levenberg-marquardt';
  const searching = adaptive && damping.gamma === 'searched';
  if (adaptive && settings.step.kind !== 'quadratic-model') {
    throw new ShapeError('kfac: expected step "quadratic-model" with damping "levenberg-marquardt", got "fixed"; fix λ or solve the step');
  }
  return {
    build(step) {
      const { graph, state, model, pass, loss, guard } = step;
      const structures = settings.structures ?? model.layout.slices.map(() => WHOLE_KRONECKER);
      const { decay, representation = 'factored' } = settings;
      const curvature = new Curvature(state, model.layout, {
        structures,
        estimation,
        decay,
        representation,
        inverses: settings.inverses ?? DIRECT_INVERSES,
      });
      const lambda = graph.read(state.variable('lambda', [1], Float32Array.of(damping.lambda)));
      if (damping.kind === 'scheduled') scheduleDamping(step, lambda, damping);
      const pivots = graph.read((curvature.bases ?? curvature.inverses).status);
      const outputGradient = loss.gradient(pass.outputs, step.targets);
      const gradients = preactivationGradients(pass, outputGradient);

      graph.section('statistics', () => {
        const { pass: some, rows } = batchSubset(step, settings.statisticsFraction ?? 1);
        const known = some === pass ? gradients : preactivationGradients(some, rows(outputGradient));
        guard.watchLoss(graph, step.meanLoss);
        const sets = curvatureGradients(estimation, some, loss, step.counter, known);
        curvature.update(graph, some.sites, sets, graph.read(guard.health));
      });

      graph.section('eigenbases', () => {
        curvature.solveBases(graph);
      });
      graph.section('eigenbasis iteration', () => {
        curvature.turnBases(graph);
      });

      const modelPass = settings.step.kind === 'fixed' ? null : batchSubset(step, settings.step.fraction ?? 1).pass;
      const flatNeeded = settings.step.kind === 'fixed' ? settings.step.klClip !== null : modelPass !== pass;
      const { sources, flat } = blockGradients(step, curvature, gradients, weightDecay, flatNeeded);
      const directionVariable = state.variable('direction', [model.layout.size]);
      const update = graph.read(state.variable('update', [model.layout.size]));
      const quadratic =
        modelPass === null
          ? null
          : new QuadraticModel({
              step,
              update,
              weightDecay,
              pass: modelPass,
              gradient: flat === null ? { kind: 'outputs', value: outputGradient } : { kind: 'flat', value: flat },
            });

      const gamma = searching ? state.variable('gamma', [1], Float32Array.of(Math.sqrt(damping.lambda + weightDecay))) : null;
      if (gamma !== null && quadratic !== null) {
        graph.section('gamma', () => {
          const attempt = (strength: Tensor, report: Tensor): void => {
            curvature.refresh(graph, strength, step.counter);
            quadratic.solve(precondition(step, curvature, sources, directionVariable), lambda, pivots, report);
          };
          searchGamma({ step, gamma, omega: Math.sqrt(19 / 20) ** GAMMA_PERIOD, attempt }, affine(lambda, 1, weightDecay));
        });
      }
      // A search for γ leaves inverses of its last attempt: all are made again after it.
      const shares = gamma === null ? curvature.inverses.shares : [{ ...curvature.inverses.whole, section: 'inverses with gamma' }];
      for (const share of shares) {
        graph.section(share.section, () => {
          const strength = gamma === null ? affine(lambda, 1, weightDecay) : square(graph.read(gamma));
          curvature.refresh(graph, strength, step.counter, share);
          reportInverses(step, curvature.inverses, share);
        });
      }

      const direction = precondition(step, curvature, sources, directionVariable);
      guard.watch(graph, step.meanLoss, direction);
      if (quadratic !== null) quadratic.solve(direction, lambda, pivots, graph.read(step.report.current));
      if (settings.step.kind === 'fixed') fixedStep({ step, direction, lambda, pivots, gradient: flat, settings: settings.step });
      applyUpdate(step, direction, update);
      if (adaptive && quadratic !== null) {
        graph.section('damping', () => adaptDamping(step, lambda, quadratic.products, weightDecay, DAMPING_PERIOD));
      }
      const averaged = iterateDecay === null ? null : iterateAverage(step, iterateDecay);

      return { curvature, averaged, isDue: kfacSchedule(settings, shares) };
    },
  };
}

/** Which sections a 1-based step runs. */
function kfacSchedule(
  { statisticsEvery, inverseEvery, basisEvery = DEFAULT_BASIS_PERIOD }: KfacSettings,
  shares: readonly RefreshShare[],
): OptimizerProgram['isDue'] {
  const refreshes = (step: number): boolean => step <= EARLY_INVERSIONS || isPeriodDue(inverseEvery, step);
  const solves = (step: number): boolean => step === 1 || (refreshes(step) && isPeriodDue(basisEvery, step));
  return (section, step) => {
    switch (section) {
      case 'eigenbases':
        return solves(step);
      case 'eigenbasis iteration':
        return refreshes(step) && !solves(step);
      case 'statistics':
        return step === 1 || isPeriodDue(statisticsEvery, step);
      case 'gamma':
        return step % GAMMA_PERIOD === 0;
      case 'inverses with gamma':
        return refreshes(step) || step % GAMMA_PERIOD === 0;
      case 'damping':
        return step % DAMPING_PERIOD === 0;
      default: {
        const share = shares.findIndex((other) => other.section === section);
        return share < 0 || step <= EARLY_INVERSIONS || isShareDue(share, shares.length, inverseEvery, step);
      }
    }
  };
}
