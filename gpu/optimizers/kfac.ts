import { Curvature, type CurvatureSettings } from '../curvature/curvature.ts';
import { WHOLE_KRONECKER } from '../curvature/structure.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { ParameterLayout } from '../nn/parameters.ts';
import { applyUpdate } from './apply-update.ts';
import { backwardPass } from './backward-pass.ts';
import { factorDamping } from './factor-damping.ts';
import { iterateAverage } from './iterate-average.ts';
import { reportInverses } from './inverse-report.ts';
import { kfacSchedule } from './kfac-schedule.ts';
import type { KfacSettings } from './kfac-settings.ts';
import { adaptLambda, dampingOf } from './lambda.ts';
import type { Optimizer } from './optimizer.ts';
import { blockGradients, precondition } from './preconditioned-gradient.ts';
import { updateStatistics } from './statistics.ts';
import { stepRule } from './step-rule.ts';

/**
 * Block K-FAC (Martens & Grosse 2015, algorithm 2): statistics → inverses → preconditioned gradient → rate and
 * momentum → update → damping.
 * @throws ShapeError when it is built with λ to be adapted and no quadratic model to compare with.
 */
export function kfac(settings: KfacSettings): Optimizer {
  const { weightDecay, iterateDecay = null } = settings;
  return {
    build(step) {
      const { graph, state, model, guard, report, counter } = step;
      const curvature = new Curvature(state, model.layout, curvatureSettings(settings, model.layout));
      const pivots = graph.read(curvature.status);
      const lambda = dampingOf(step, settings.damping);
      const backward = backwardPass(step);

      graph.section('statistics', () => {
        updateStatistics(step, curvature, backward, settings);
      });
      graph.section('eigenbases', () => {
        curvature.solveBases(graph);
      });
      graph.section('eigenbasis iteration', () => {
        curvature.turnBases(graph);
      });

      const rule = stepRule(step, settings);
      const { sources, flat } = blockGradients(step, curvature, backward.ofSites, weightDecay, rule.gradientNeeded);
      const update = graph.read(state.variable('update', [model.layout.size]));
      const solver = rule.solver(update, backward, flat);
      const directionVariable = state.variable('direction', [model.layout.size]);
      const direct = (): Tensor => precondition(step, curvature, sources, directionVariable);

      const gamma = factorDamping(step, settings, lambda, curvature.inverses);
      gamma.search((strength, attempt) => {
        curvature.refresh(graph, strength, counter);
        solver.solve(direct(), lambda, pivots, attempt);
      });
      for (const share of gamma.shares) {
        graph.section(share.section, () => {
          curvature.refresh(graph, gamma.strength(), counter, share);
          reportInverses(step, curvature.inverses, share);
        });
      }

      const direction = direct();
      guard.watch(graph, step.meanLoss, direction);
      solver.solve(direction, lambda, pivots, graph.read(report.current));
      applyUpdate(step, direction, update);
      adaptLambda(step, settings, lambda, solver);
      const averaged = iterateDecay === null ? null : iterateAverage(step, iterateDecay);

      return { curvature, averaged, isDue: kfacSchedule(settings, gamma.shares) };
    },
  };
}

/** A whole Kronecker block for each weight where nothing else is asked for. */
function curvatureSettings(settings: KfacSettings, { slices }: ParameterLayout): CurvatureSettings {
  return { ...settings, structures: settings.structures ?? slices.map(() => WHOLE_KRONECKER) };
}
