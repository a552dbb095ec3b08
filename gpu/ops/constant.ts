import type { Graph } from '../graph/graph.ts';
import { formatShape, sizeOf, type Shape, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite, spread } from '../runtime/kernel.ts';

/**
 * A tensor of given content, which is part of the program.
 * @throws ShapeError for content of another length than the shape.
 */
export function constant(graph: Graph, shape: Shape, content: Float32Array | Uint32Array): Tensor {
  const size = sizeOf(shape);
  if (content.length !== size) {
    throw new ShapeError(`constant: expected ${size} elements for ${formatShape(shape)}, got ${content.length}; match the content`);
  }
  return graph.record(
    {
      name: 'constant',
      lower: (context, _, output) =>
        size === 0
          ? []
          : [
              {
                shader: 'elementwise/copy.wgsl',
                bindings: [read(context.constant(content, 'constant tensor')), readWrite(output)],
                workgroups: spread(Math.ceil(size / 256)),
              },
            ],
      vjp: () => [],
      jvp: () => null,
      fuse: null,
      wayAround: () => null,
      activation: null,
      part: null,
    },
    [],
    shape,
    content instanceof Uint32Array ? 'u32' : 'f32',
  );
}

/** Zeros, f32. */
export function zeros(graph: Graph, shape: Shape): Tensor {
  return constant(graph, shape, new Float32Array(sizeOf(shape)));
}
