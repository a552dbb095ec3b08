import { sizeOf, type Tensor } from '../graph/tensor.ts';
import { read, readWrite, spread } from '../runtime/kernel.ts';

/**
 * Effect: `average ← coefficients[0]·average + coefficients[1]·sample`, elementwise.
 * @param average variable of the shape of `sample`; @param coefficients decay and weight, `[2]`.
 */
export function averageInto(average: Tensor, sample: Tensor, coefficients: Tensor): void {
  sample.graph.effect({
    name: 'average',
    reads: [sample, coefficients],
    updates: [average],
    lower: () => [
      {
        shader: 'curvature/average.wgsl',
        bindings: [read(sample), read(coefficients), readWrite(average)],
        workgroups: spread(Math.ceil(sizeOf(sample.shape) / 256)),
      },
    ],
  });
}
