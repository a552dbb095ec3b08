import type { Variable } from '../graph/state.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { adamOverrides, type AdamMoments } from './adam-overrides.ts';
import { flatGradient } from './flat-gradient.ts';
import { flatGroups } from './flat-groups.ts';
import { flatUpdate } from './flat-update.ts';
import type { ScheduledRate } from './learning-rate.ts';
import { accumulateMomentum } from './momentum.ts';
import type { Optimizer } from './optimizer.ts';
import { SideEigenbases } from './side-eigenbases.ts';

export interface SoapSettings extends ScheduledRate, AdamMoments {
  /** Largest decay of the averages L and R. */
  readonly decay: number;
  /** Steps between two turns of the bases. */
  readonly refreshEvery: number;
  /** Decoupled, as AdamW's. */
  readonly weightDecay: number;
}

/**
 * SOAP (Vyas et al. 2024, arXiv:2409.11321, algorithm 3): Adam in the eigenbases of Shampoo's factors, its first moment kept
 * in the basis of the parameters, its second in the basis as it turns. The first bases are solved, later ones follow by an
 * orthogonal iteration. Factors and bases are renewed before the step rather than after it, so that the first step has a
 * basis; the averages are debiased. Every weight is one matrix W̄, its bias row included.
 */
export function soap(settings: SoapSettings): Optimizer {
  return {
    build(step) {
      const { graph, state, model, guard, counter } = step;
      const flat = (label: string): Variable => state.scratch(label, [model.layout.size]);
      const gradient = flatGradient(step);
      const velocity = accumulateMomentum(step, gradient, { momentum: settings.beta1, nesterov: false });
      const bases = new SideEigenbases(state, model.layout, settings.decay);
      bases.update(graph, gradient, graph.read(guard.health));
      graph.section('first basis', () => {
        bases.solve(graph);
      });
      graph.section('basis', () => {
        bases.refresh(graph);
      });

      const rotatedGradient = flat('rotated gradient');
      const rotatedVelocity = flat('rotated momentum');
      bases.rotate(graph, gradient, rotatedGradient);
      bases.rotate(graph, velocity, rotatedVelocity);
      const scaled = flat('rotated direction');
      const [g, v] = [graph.read(rotatedGradient), graph.read(rotatedVelocity)];
      const [second, result] = [graph.read(state.variable('second moment', [model.layout.size])), graph.read(scaled)];
      const health = graph.read(guard.health);
      graph.effect({
        name: 'soap',
        reads: [g, v, counter, health],
        updates: [second, result],
        lower: () => [
          {
            shader: 'optimizers/soap.wgsl',
            overrides: adamOverrides(settings),
            bindings: [read(g), read(v), read(counter), read(health), readWrite(second), readWrite(result)],
            workgroups: flatGroups(model.layout.size),
          },
        ],
      });
      const direction = flat('direction');
      bases.rotateBack(graph, scaled, direction);
      guard.watch(graph, step.meanLoss, graph.read(direction));
      flatUpdate(step, direction, {
        name: 'descend',
        rate: settings,
        overrides: { WEIGHT_DECAY: settings.weightDecay },
        moments: [],
      });
      return {
        curvature: null,
        isDue(section, number) {
          if (section === 'first basis') return number === 1;
          return section !== 'basis' || (number > 1 && number % settings.refreshEvery === 0);
        },
      };
    },
  };
}
