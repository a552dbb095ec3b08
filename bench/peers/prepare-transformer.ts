import { buildOptimizer } from '../../app/lab/build-optimizer.ts';
import { Trainer } from '../../app/lab/trainer.ts';
import { compile } from '../../gpu/graph/compile.ts';
import { Graph } from '../../gpu/graph/graph.ts';
import { State } from '../../gpu/graph/state.ts';
import { softmaxCrossEntropy as loss } from '../../gpu/losses/softmax-cross-entropy.ts';
import { activation } from '../../gpu/nn/activation.ts';
import { attention } from '../../gpu/nn/attention.ts';
import { dense } from '../../gpu/nn/dense.ts';
import { embedding, learnedPositions } from '../../gpu/nn/embedding.ts';
import type { Layer } from '../../gpu/nn/layer.ts';
import { layerNorm } from '../../gpu/nn/layer-norm.ts';
import { network, type Model, type NetworkNode } from '../../gpu/nn/network.ts';
import { add } from '../../gpu/ops/binary.ts';
import { advance } from '../../gpu/ops/counter.ts';
import { mean } from '../../gpu/ops/reduce.ts';
import { Guard } from '../../gpu/optimizers/guard.ts';
import { Report } from '../../gpu/optimizers/report.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import { tokens, TRANSFORMER } from '../inputs.ts';
import { OPTIMIZERS, type Training } from './our-networks.ts';

const SEED = 1;

/** Training steps of a transformer that predicts each next token, always on the same sequences. */
export async function prepareTransformer(context: DeviceContext, optimizer: 'sgd' | 'kfac', batch: number): Promise<Training> {
  const model = transformer();
  const weights = model.initialise(SEED);
  const text = tokens(batch);
  const state = new State();
  const graph = new Graph();
  const parameters = state.variable('parameters', [model.layout.size], weights);
  const inputs = graph.read(state.variable('tokens', [batch, TRANSFORMER.context], text.inputs));
  const targets = graph.read(state.variable('next tokens', [batch * TRANSFORMER.context], text.targets));
  const counter = graph.read(state.variable('step counter', [2], Uint32Array.of(0, SEED)));
  const guard = new Guard(state, model.layout, weights);
  const report = new Report(state, {});
  advance(counter);
  const pass = model.apply(graph, parameters, inputs, { kind: 'training', counter });
  const meanLoss = graph.reshape(mean(loss.values(pass.outputs, targets)), [1]);
  graph.store(meanLoss, graph.read(report.current, [1]));
  const step = { graph, state, model, parameters, inputs, targets, pass, loss, meanLoss, counter, guard, report };
  const schedule = buildOptimizer(OPTIMIZERS[optimizer], model.weights.length).build(step);
  guard.settle(graph, report, counter);
  await state.allocate(context);
  const compiled = await compile(context, graph, state);
  const stages = [{ start: 0, program: compiled.program, schedule }] as const;
  const trainer = await Trainer.create(context, { stages, state, report, guard, fallback: null });
  return {
    train: (count) => trainer.train(count),
    destroy: () => {
      trainer.destroy();
      compiled.destroy();
      state.destroy(context);
    },
  };
}

const initialisation = 'glorot';

const sum: Layer = { name: 'sum', weights: [], apply: ([x, y]) => add(x, y!) };

function transformer(): Model {
  const { layers, heads, units, hidden, context, vocabulary } = TRANSFORMER;
  const nodes: [NetworkNode, ...NetworkNode[]] = [{ layer: embedding('tokens', vocabulary, units), from: [-1] }];
  /** Appends layers one after the other. */
  const then = (...chain: readonly Layer[]): void => {
    for (const layer of chain) nodes.push({ layer, from: [nodes.length - 1] });
  };
  /** Adds what the layers make of the result so far to it. */
  const residual = (...chain: readonly Layer[]): void => {
    const before = nodes.length - 1;
    then(...chain);
    nodes.push({ layer: sum, from: [before, nodes.length - 1] });
  };
  then(learnedPositions('positions', context, units));
  for (let block = 1; block <= layers; block++) {
    residual(layerNorm(`norm ${block}a`, units), attention(`attention ${block}`, { units, heads, causal: true, initialisation }));
    residual(
      layerNorm(`norm ${block}b`, units),
      dense(`wide ${block}`, units, hidden, initialisation),
      activation(`gelu ${block}`, 'gelu'),
      dense(`narrow ${block}`, hidden, units, initialisation),
    );
  }
  then(layerNorm('norm', units), dense('next token', units, vocabulary, initialisation));
  return network(nodes);
}
