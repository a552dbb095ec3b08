import type { Layer } from '../../../gpu/nn/layer.ts';
import type { NetworkNode } from '../../../gpu/nn/network.ts';
import { sizeOf } from '../../../gpu/graph/tensor.ts';
import { shaped } from '../../../gpu/nn/rows.ts';
import { biasRows } from '../../../gpu/nn/site.ts';
import { slice } from '../../../gpu/ops/slice.ts';
import { ShapeError } from '../../../gpu/runtime/errors.ts';
import { show } from '../describe-issue.ts';
import type { LanguageTask, Task } from '../task.ts';
import { SpecError } from '../spec-error.ts';
import { countOf, describeShape, values, type ExampleShape } from './example-shape.ts';
import { expandModel } from './expand-model.ts';
import { checkLayerNames, layerNames } from './layer-names.ts';
import type { PlannedLayer } from './layer-kind.ts';
import { planLayer, type LayerSpec } from './layer-spec.ts';
import { activationAfter, batchNormAfter } from './layers-after.ts';
import type { LayerPlan, ModelPlan, PlannedWeight } from './model-plan.ts';
import type { ModelSpec } from './model-spec.ts';
import { inputShape, outputShape } from './task-shapes.ts';

/**
 * Fits the layers of a model to one another and to the task.
 * @throws SpecError naming the first layer that does not fit, what it was to get, what it got, and a remedy.
 */
export function planModel(model: ModelSpec, task: Task): ModelPlan {
  const { misfit, ...plan } = planLayers(model, task);
  if (misfit !== null) throw misfit;
  checkUses(plan.layers);
  checkOutput(plan.layers, outputShape(task));
  if (task.kind !== 'language') return plan;
  return { ...plan, nodes: [...plan.nodes, { layer: scoredPositions(task), from: [plan.layers.length] }] };
}

/** The layers of a model up to the first that does not fit those before it; whether they give what the task asks for is left open. */
export function planLayers(model: ModelSpec, task: Task): ModelPlan & { readonly misfit: SpecError | null } {
  const specs = expandModel(model, task);
  const names = layerNames(specs);
  const ofData = inputShape(task);
  // Fully connected models read all numbers as one row.
  const input = model.kind === 'graph' || ofData.kind === 'tokens' ? ofData : values(countOf(ofData));
  const layers: LayerPlan[] = [];
  const weights: PlannedWeight[] = [];
  const nodes: [NetworkNode, ...NetworkNode[]] = [{ layer: entrance(input), from: [-1] }];
  const place = (spec: LayerSpec, index: number): void => {
    const name = names[index]!;
    const from = sourcesOf(spec, index, names);
    const tied = ownerOf(spec, index, names, layers);
    // A tie to a layer that is tied itself means the weights of that one's owner.
    const owner = tied === null ? null : (nodes[tied + 1]!.tiedTo ?? tied + 1) - 1;
    const inputs = from.map((source) => (source < 0 ? input : layers[source]!.output)) as [ExampleShape, ...ExampleShape[]];
    const planned = atLayer(index, name, () =>
      planLayer(spec, {
        name,
        index,
        inputs,
        tiedTo: owner === null ? null : nodes[owner + 1]!.layer,
        initialisation: model.initialisation,
      }),
    );
    if (owner !== null) {
      checkTie(index, planned.layer, nodes[owner + 1]!.layer);
      addUse(weights, owner, planned);
    }
    const own = owner === null ? weightsOf(planned, index) : [];
    layers.push({ name, spec, from, output: planned.output, parameters: parametersOf(own), intermediates: planned.intermediates });
    weights.push(...own);
    nodes.push({
      layer: planned.layer,
      from: from.map((source) => source + 1) as [number, ...number[]],
      ...(owner === null ? {} : { tiedTo: owner + 1 }),
    });
  };
  const misfit = firstMisfit(() => {
    checkLayerNames(names);
    specs.forEach(place);
  });
  return {
    input,
    layers,
    nodes,
    weights: weights.map((weight) => ({
      ...weight,
      activation: activationAfter(layers, weight.layer),
      batchNormAfter: batchNormAfter(layers, usersOf(weight.layer, nodes)),
    })),
    misfit,
  };
}

function firstMisfit(plan: () => void): SpecError | null {
  try {
    plan();
    return null;
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
}

/** Brings a batch of rows of numbers into the shape the first layers expect. */
function entrance(input: ExampleShape): Layer {
  return {
    name: 'data',
    weights: [],
    apply: ([x]) => (input.kind === 'values' ? shaped(x, [x.shape[0]!, ...input.axes]) : x),
  };
}

/** Leaves of all positions those whose next token counts. */
function scoredPositions({ scored: { start, count } }: LanguageTask): Layer {
  return { name: 'scored positions', weights: [], apply: ([x]) => slice(x, 1, start, count) };
}

/** Numbers of the layers that feed one. @throws SpecError for a name of none before it. */
function sourcesOf({ from }: LayerSpec, index: number, names: readonly string[]): readonly [number, ...number[]] {
  if (from === null) return [index - 1];
  return from.map((source, place) => before(source, index, names, `from.${place}`)) as [number, ...number[]];
}

/** Number of the layer whose weights one uses. @throws SpecError for a name of none before it, or of no embedding for a tied output. */
function ownerOf(spec: LayerSpec, index: number, names: readonly string[], layers: readonly LayerPlan[]): number | null {
  if (spec.kind !== 'tied-output') return 'tiedTo' in spec && spec.tiedTo !== null ? before(spec.tiedTo, index, names, 'tiedTo') : null;
  const owner = names.findIndex((name, place) => place < index && name === spec.tiedTo);
  if (layers[owner]?.spec.kind === 'embedding') return owner;
  const embeddings = layers.flatMap(({ name, spec: { kind } }) => (kind === 'embedding' ? [name] : []));
  const remedy = embeddings.length === 0 ? 'put one first, or end with a "dense" layer' : `name ${embeddings.join(' or ')}`;
  throw issue(index, '.tiedTo', `${names[index]!}: expected the name of an embedding before it, got ${show(spec.tiedTo)}; ${remedy}`);
}

function before(name: string, index: number, names: readonly string[], field: string): number {
  const place = names.slice(0, index).indexOf(name);
  if (place >= 0) return place;
  const known = names.slice(0, index).join(', ');
  throw issue(
    index,
    `.${field}`,
    `expected a layer before ${names[index]!}, got ${show(name)}; ${known === '' ? 'leave it out, as the data come first' : `name one of ${known}`}`,
  );
}

/** Gives what a layer's plan finds wrong the layer's path. */
function atLayer(index: number, name: string, plan: () => PlannedLayer): PlannedLayer {
  try {
    return plan();
  } catch (error) {
    if (error instanceof ShapeError) throw issue(index, '', `${name}: ${error.message}`);
    throw error;
  }
}

function checkTie(index: number, { weights }: Layer, owner: Layer): void {
  const shapes = (all: Layer['weights']): string => all.map(({ shape }) => shape.join(' × ')).join(' and ');
  if (weights.length > 0 && shapes(weights) === shapes(owner.weights)) return;
  throw issue(
    index,
    '.tiedTo',
    `expected a layer with weights of ${shapes(weights)}, got ${owner.name} with ${owner.weights.length === 0 ? 'none' : shapes(owner.weights)}; tie it to a layer of its kind and sizes`,
  );
}

function weightsOf({ layer, rows }: PlannedLayer, index: number): PlannedWeight[] {
  return layer.weights.map(({ name, shape, use, series, groups }, place) => ({
    name,
    layer: index,
    use,
    inputs: shape[0]! - biasRows(use),
    outputs: shape[1]!,
    parameters: sizeOf(shape),
    rows: rows[place]!,
    ...(series && { series }),
    ...(groups && { groups }),
    activation: 'linear',
    batchNormAfter: false,
  }));
}

/** Numbers of the layers that use the weights of one. */
function usersOf(owner: number, nodes: readonly NetworkNode[]): readonly number[] {
  return nodes.flatMap(({ tiedTo }, node) => (node - 1 === owner || (tiedTo ?? 0) - 1 === owner ? [node - 1] : []));
}

/** One more use of the weights that a layer declares. */
function addUse(weights: PlannedWeight[], owner: number, { layer, rows }: PlannedLayer): void {
  const first = weights.findIndex((weight) => weight.layer === owner);
  for (const [place, { use }] of layer.weights.entries()) {
    const weight = weights[first + place]!;
    weights[first + place] = { ...weight, use: use === 'tied-embedding' ? use : weight.use, rows: weight.rows + rows[place]! };
  }
}

function parametersOf(weights: readonly PlannedWeight[]): number {
  return weights.reduce((sum, { parameters }) => sum + parameters, 0);
}

/** @throws SpecError for a layer that leads nowhere. */
function checkUses(layers: readonly LayerPlan[]): void {
  const idle = layers.slice(0, -1).findIndex((_, index) => !layers.some(({ from }) => from.includes(index)));
  if (idle < 0) return;
  throw issue(idle, '', `${layers[idle]!.name}: expected a layer after it that names it in "from", got none; use its result or remove it`);
}

/** @throws SpecError unless the last layer gives what the task asks for. */
function checkOutput(layers: readonly LayerPlan[], expected: ExampleShape): void {
  const { name, output } = layers.at(-1)!;
  if (describeShape(output) === describeShape(expected)) return;
  const units = expected.kind === 'values' ? expected.axes.at(-1)! : expected.vocabulary;
  const flat = output.kind === 'values' && output.axes.length > 1 && expected.kind === 'values' && expected.axes.length === 1;
  const remedy = `${flat ? 'add a "flatten" layer, then ' : ''}end with a "dense" layer of ${units} units`;
  throw issue(
    layers.length - 1,
    '',
    `${name}: expected the last layer to give ${describeShape(expected)} for this data, got ${describeShape(output)}; ${remedy}`,
  );
}

function issue(index: number, field: string, message: string): SpecError {
  return new SpecError([{ path: `model.layers.${index}${field}`, message }]);
}
