import { divisors, FULL_BLOCK_LIMIT } from '../../gpu/curvature/structure.ts';
import type { BlockSpec } from './kfac-spec.ts';
import { layerWidths } from './plan-memory.ts';
import type { SpecIssue } from './spec-error.ts';
import type { ExperimentSpec } from './spec.ts';

interface LayerSides {
  /** Without the bias. */
  readonly inputs: number;
  readonly outputs: number;
}

/** Whether the blocks that K-FAC arms ask for fit the layers of the model. */
export function checkBlocks(spec: ExperimentSpec): SpecIssue[] {
  const widths = layerWidths(spec);
  const layers = widths.slice(1).map((outputs, index): LayerSides => ({ inputs: widths[index]!, outputs }));
  return spec.arms.flatMap(({ optimizer }, arm) => {
    if (optimizer.kind !== 'kfac') return [];
    const { every, except } = optimizer.blocks;
    const path = `arms.${arm}.optimizer.blocks`;
    const excepted = new Set(except.map(({ layer }) => layer - 1));
    const ordinary = layers.flatMap((sides, index) => (excepted.has(index) ? [] : checkBlock(every, sides, index, `${path}.every`)));
    const special = except.flatMap(({ layer, block }, index) => {
      const sides = layers[layer - 1];
      if (sides !== undefined) return checkBlock(block, sides, layer - 1, `${path}.except.${index}.block`);
      const message = `expected a layer from 1 to ${layers.length}, got ${layer}; name a layer of this model`;
      return [{ path: `${path}.except.${index}.layer`, message }];
    });
    return [...ordinary, ...special];
  });
}

function checkBlock(block: BlockSpec, { inputs, outputs }: LayerSides, layer: number, path: string): SpecIssue[] {
  const name = `layer ${layer + 1}`;
  switch (block.kind) {
    case 'diagonal':
      return [];
    case 'full': {
      const parameters = (inputs + 1) * outputs;
      if (parameters <= FULL_BLOCK_LIMIT) return [];
      const message = `expected at most ${FULL_BLOCK_LIMIT} parameters for a full block, got the ${parameters} of ${name}; give it a "kronecker" block`;
      return [{ path: `${path}.kind`, message }];
    }
    case 'kronecker':
      return [
        ...checkParts(block.inputParts, inputs, `the ${inputs} inputs of ${name}`, `${path}.inputParts`),
        ...checkParts(block.outputParts, outputs, `the ${outputs} outputs of ${name}`, `${path}.outputParts`),
      ];
  }
}

function checkParts(parts: number, size: number, whose: string, path: string): SpecIssue[] {
  if (size % parts === 0) return [];
  return [{ path, message: `expected a number that divides ${whose}, got ${parts}; choose one of ${divisors(size)}` }];
}
