import type { Curvature } from '../curvature/curvature.ts';
import { curvatureGradients } from '../curvature/estimation.ts';
import { preactivationGradients } from '../nn/site-gradients.ts';
import type { BackwardPass } from './backward-pass.ts';
import { batchSubset } from './batch-subset.ts';
import type { KfacSettings } from './kfac-settings.ts';
import type { StepTrace } from './optimizer.ts';

/**
 * Moves the averages of the curvature towards the minibatch, or a share of its cases (Martens & Grosse 2015, §5 and τ₁ of §8);
 * not by a step whose loss is not fine.
 */
export function updateStatistics(
  step: StepTrace,
  curvature: Curvature,
  backward: BackwardPass,
  { estimation, statisticsFraction = 1 }: KfacSettings,
): void {
  const { graph, loss, counter, guard, targets } = step;
  const { pass, rows } = batchSubset(step, statisticsFraction);
  const known = pass === step.pass ? backward.ofSites : preactivationGradients(pass, loss.gradient(pass.outputs, rows(targets)));
  guard.watchLoss(graph, step.meanLoss);
  curvature.update(graph, pass.sites, curvatureGradients(estimation, pass, loss, counter, known), graph.read(guard.health));
}
