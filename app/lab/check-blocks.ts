import type { Representation } from '../../gpu/curvature/representation.ts';
import { divisors, FULL_BLOCK_LIMIT, type BlockStructure } from '../../gpu/curvature/structure.ts';
import { weightRows } from '../../gpu/nn/site.ts';
import { show } from './describe-issue.ts';
import type { KfacSpec } from './kfac-spec.ts';
import type { LayerSides } from './model/layer-sides.ts';
import type { SpecIssue } from './spec-error.ts';
import type { ArmSpec } from './spec.ts';

/** Whether the blocks that K-FAC arms ask for fit the weights of the model. */
export function checkBlocks(arms: readonly ArmSpec[], layers: readonly LayerSides[]): SpecIssue[] {
  return arms.flatMap(({ optimizer }, arm) => {
    if (optimizer.kind !== 'kfac') return [];
    const { every, except } = optimizer.blocks;
    const { representation } = optimizer;
    const site = (sides: LayerSides): BlockSite => ({ ...sides, forwardOnly: optimizer.estimation === 'forward-only', representation });
    const path = `arms.${arm}.optimizer.blocks`;
    const excepted = new Set(except.map(({ layer }) => layer - 1));
    const ordinary = layers.flatMap((sides, index) => (excepted.has(index) ? [] : checkBlock(every, site(sides), index, `${path}.every`)));
    const special = except.flatMap(({ layer, block }, index) => {
      const sides = layers[layer - 1];
      if (sides !== undefined) return checkBlock(block, site(sides), layer - 1, `${path}.except.${index}.block`);
      const message = `expected a layer from 1 to ${layers.length}, got ${layer}; name a layer of this model`;
      return [{ path: `${path}.except.${index}.layer`, message }];
    });
    return [...checkLinks(representation, layers, `arms.${arm}.optimizer.representation`), ...ordinary, ...special];
  });
}

/** Links join whole Kronecker blocks, which only dense weights have. */
function checkLinks(representation: KfacSpec['representation'], layers: readonly LayerSides[], path: string): SpecIssue[] {
  const other = layers.findIndex(({ use }) => use !== 'dense');
  if (representation !== 'tridiagonal' || other < 0) return [];
  const message = `expected "factored", "eigenbasis" or "ekfac" beside weights other than dense ones, got "tridiagonal", which cannot link layer ${other + 1}; choose another`;
  return [{ path, message }];
}

/** What blocks of a layer are checked against. */
export interface BlockSite extends LayerSides {
  /** Whether no gradients are estimated. */
  readonly forwardOnly: boolean;
  readonly representation: Representation;
}

/** Whether a block fits a weight, which counts from 0 here; `path` is where the block lies in the spec. */
export function checkBlock(block: BlockStructure, site: BlockSite, layer: number, path: string): SpecIssue[] {
  const { use, inputs, outputs, forwardOnly } = site;
  const name = `layer ${layer + 1}`;
  const needsGradients = use === 'channelwise' || use === 'tied-embedding';
  if (forwardOnly && (block.kind !== 'kronecker' || needsGradients)) {
    const what = needsGradients ? 'a dense layer or an embedding of its own' : 'a "kronecker" block';
    const message = `expected ${what} beside the estimation "forward-only", got ${needsGradients ? `${name}, whose blocks are` : `${show(block.kind)} for ${name}, which is`} made of gradients; choose ${needsGradients ? '' : '"kronecker" or '}another estimation`;
    return [{ path: `${path}.kind`, message }];
  }
  switch (block.kind) {
    case 'diagonal':
      return [];
    case 'full': {
      const parameters = weightRows(use, inputs) * outputs;
      if (parameters <= FULL_BLOCK_LIMIT && use !== 'embedding') return [];
      const most = use === 'embedding' ? 'no full block for an embedding' : `at most ${FULL_BLOCK_LIMIT} parameters for a full block`;
      return [{ path: `${path}.kind`, message: `expected ${most}, got the ${parameters} of ${name}; give it a "kronecker" block` }];
    }
    case 'kronecker':
      return [
        ...checkChain(block, site, name, `${path}.sharing`),
        // Tokens and channels stand for themselves already.
        ...checkParts(
          block.inputParts,
          use === 'dense' || use === 'tied-embedding' ? inputs : 1,
          `the ${inputs} inputs of ${name}`,
          `${path}.inputParts`,
        ),
        // Without gradients there is no G to cut.
        ...checkParts(
          forwardOnly ? 1 : block.outputParts,
          use === 'channelwise' ? 1 : outputs,
          `the ${outputs} outputs of ${name}`,
          `${path}.outputParts`,
        ),
      ];
  }
}

/** A chain in time links the steps of a recurrent weight, and no representation but the factored one inverts it. */
function checkChain(
  { sharing = 'expand' }: Extract<BlockStructure, { kind: 'kronecker' }>,
  { series, forwardOnly, representation }: BlockSite,
  name: string,
  path: string,
): SpecIssue[] {
  if (sharing === 'expand' || sharing === 'reduce') return [];
  const got = show(sharing);
  const issue = (message: string): SpecIssue[] => [{ path, message }];
  if (series === undefined || series.steps === 1) {
    const what = series === undefined ? 'no recurrent weight' : 'a recurrent weight of a single step';
    return issue(
      `expected "expand" or "reduce" for ${name}, which is ${what}, got ${got}, which links time steps; give it a block of its own in blocks.except`,
    );
  }
  if (forwardOnly) {
    return issue(`expected "expand" or "reduce" beside the estimation "forward-only", got ${got}, which links gradients; choose another`);
  }
  if (representation !== 'factored') {
    return issue(
      `expected "expand" or "reduce" beside the representation ${show(representation)}, got ${got}; choose one of them or the representation "factored"`,
    );
  }
  return [];
}

function checkParts(parts: number, size: number, whose: string, path: string): SpecIssue[] {
  if (size % parts === 0) return [];
  return [{ path, message: `expected a number that divides ${whose}, got ${parts}; choose one of ${divisors(size)}` }];
}
