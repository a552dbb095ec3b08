import { checkOwnData } from './check-own-data.ts';
import { classesOf, inputShapeOf, inputSize, targetsOf } from './data-shape.ts';
import type { DataSpec, LanguageDataSpec } from './data-spec.ts';
import { show } from './describe-issue.ts';
import { isLanguage } from './language-task.ts';
import type { ModelSpec } from './model/model-spec.ts';
import type { SpecIssue } from './spec-error.ts';
import type { ArmSpec, ExperimentSpec } from './spec.ts';
import { taskOf } from './task-of.ts';

/** What a single field's schema cannot see: how the fields of a well-formed spec fit together. */
export function checkAcrossFields(spec: ExperimentSpec): SpecIssue[] {
  return [
    ...checkExampleCounts(spec),
    ...checkGrowth(spec),
    ...checkData(spec),
    ...checkModel(spec),
    ...spec.arms.flatMap((arm, index) => checkArm(spec, arm, `arms.${index}`)),
    ...checkNames(spec),
  ];
}

function checkExampleCounts({ data, batchSize, batchGrowth, evaluation }: ExperimentSpec): SpecIssue[] {
  const most = data.trainExamples;
  const issue = (path: string, got: number): SpecIssue[] =>
    got <= most
      ? []
      : [
          {
            path,
            message: `expected at most the ${most} examples of data.trainExamples, got ${got}; lower it or raise data.trainExamples`,
          },
        ];
  return [
    ...issue('batchSize', batchSize),
    ...(batchGrowth === null ? [] : issue('batchGrowth.to', batchGrowth.to)),
    ...issue('evaluation.trainExamples', evaluation.trainExamples),
  ];
}

function checkGrowth({ batchSize, batchGrowth }: ExperimentSpec): SpecIssue[] {
  if (batchGrowth === null) return [];
  const { to, steps, stages } = batchGrowth;
  const issues: SpecIssue[] = [];
  if (to <= batchSize) {
    const message = `expected more than the ${batchSize} of batchSize, got ${to}; raise it or set batchGrowth to null`;
    issues.push({ path: 'batchGrowth.to', message });
  }
  if (stages > steps) {
    const message = `expected at most one for each of the ${steps} steps of batchGrowth.steps, got ${stages}; lower it or raise the steps`;
    issues.push({ path: 'batchGrowth.stages', message });
  }
  return issues;
}

function checkData({ data, model }: ExperimentSpec): SpecIssue[] {
  return data.kind === 'table' || data.kind === 'file' ? checkOwnData(data, taskOf({ data, model })) : [];
}

function checkModel({ data, model }: ExperimentSpec): SpecIssue[] {
  if (isLanguage(data)) return checkLanguageModel(data, model);
  if (targetsOf(data) !== null) return checkRegressionModel(data, model);
  if (model.kind === 'autoencoder' && inputShapeOf(data).kind === 'point') {
    return [
      {
        path: 'model.kind',
        message: `expected "mlp" for the points of ${show(data.kind)}, got "autoencoder"; choose data mnist or curves`,
      },
    ];
  }
  if (model.kind === 'mlp' && classesOf(data) === null) {
    return [
      {
        path: 'model.kind',
        message: `expected "autoencoder" for ${show(data.kind)}, which has no classes, got "mlp"; choose data with classes`,
      },
    ];
  }
  return [];
}

/** A model that is to tell numbers cannot give its inputs back as well. */
function checkRegressionModel({ kind }: DataSpec, model: ModelSpec): SpecIssue[] {
  if (model.kind === 'autoencoder') {
    const message = `expected "mlp" or "graph" for ${show(kind)}, whose targets are numbers to be told, got "autoencoder"; choose another model`;
    return [{ path: 'model.kind', message }];
  }
  if (model.kind === 'graph' && model.reconstructs) {
    const message = `expected false for ${show(kind)}, whose targets are numbers to be told, got true; leave it out`;
    return [{ path: 'model.reconstructs', message }];
  }
  return [];
}

/** A model of characters must not see those it is to tell. */
function checkLanguageModel({ kind }: LanguageDataSpec, model: ModelSpec): SpecIssue[] {
  if (model.kind !== 'graph') {
    const message = `expected "graph" for the characters of ${show(kind)}, got ${show(model.kind)}; list layers that begin with an "embedding"`;
    return [{ path: 'model.kind', message }];
  }
  const issues: SpecIssue[] = [];
  if (model.reconstructs) {
    const message = `expected false for the characters of ${show(kind)}, got true; leave it out, as the task is to tell the next ones`;
    issues.push({ path: 'model.reconstructs', message });
  }
  for (const [index, layer] of model.layers.entries()) {
    if (layer.kind !== 'attention' || layer.causal) continue;
    const message = `expected true for the characters of ${show(kind)}, got false, which lets a position see those it is to tell; set it to true`;
    issues.push({ path: `model.layers.${index}.causal`, message });
  }
  return issues;
}

function checkArm({ data, model }: ExperimentSpec, { optimizer }: ArmSpec, path: string): SpecIssue[] {
  if (optimizer.kind !== 'kfac') return [];
  const issues: SpecIssue[] = [];
  if (optimizer.damping.kind === 'levenberg-marquardt' && optimizer.step.kind === 'fixed') {
    issues.push({
      path: `${path}.optimizer.damping.kind`,
      message:
        'expected "fixed" damping beside a fixed step, got "levenberg-marquardt", which compares the loss with the prediction of the quadratic model; set step.kind to "quadratic-model"',
    });
  }
  for (const field of ['statisticsLater', 'inverseLater'] as const) {
    const changes = optimizer[field];
    const stray = changes.findIndex(({ from }, index) => index > 0 && from <= changes[index - 1]!.from);
    if (stray > 0) {
      const message = `expected steps that rise, got ${changes[stray]!.from} after ${changes[stray - 1]!.from}; sort the changes`;
      issues.push({ path: `${path}.optimizer.${field}.${stray}.from`, message });
    }
  }
  const { every, except } = optimizer.blocks;
  const isWhole = [every, ...except.map(({ block }) => block)].every(
    (block) => block.kind === 'kronecker' && block.inputParts === 1 && block.outputParts === 1,
  );
  if (optimizer.representation === 'tridiagonal' && (!isWhole || optimizer.estimation === 'forward-only')) {
    issues.push({
      path: `${path}.optimizer.representation`,
      message:
        'expected "factored", "eigenbasis" or "ekfac" beside blocks that are split, diagonal or full, or without gradients, got "tridiagonal", which links whole Kronecker blocks; choose another or make all blocks whole',
    });
  }
  const task = taskOf({ data, model });
  if (optimizer.estimation === 'exact' && task.kind !== 'classification' && task.kind !== 'regression') {
    const outputs = task.kind === 'language' ? task.inputs.vocabulary : inputSize(task.inputs);
    issues.push({
      path: `${path}.optimizer.estimation`,
      message: `expected an estimation of one pass for a ${task.kind === 'language' ? 'text' : 'reconstruction'}, got "exact", which takes a backward pass for each of its ${outputs} outputs a step; choose "sampled"`,
    });
  }
  return issues;
}

function checkNames({ name, arms }: ExperimentSpec): SpecIssue[] {
  const names = arms.map((arm) => arm.name);
  const unreadable = [{ path: 'name', text: name }, ...names.map((text, index) => ({ path: `arms.${index}.name`, text }))]
    .filter(({ text }) => /[\p{Cc}\p{Bidi_C}]/u.test(text) || text.trim() === '')
    .map(({ path }) => ({
      path,
      message: 'expected visible characters on one line, got control characters or only spaces; type the name anew',
    }));
  const repeated = names.flatMap((text, index) => {
    const first = names.indexOf(text);
    if (first === index) return [];
    return [
      { path: `arms.${index}.name`, message: `expected a name of its own, got ${show(text)} as in arms.${first}; rename one of them` },
    ];
  });
  return [...unreadable, ...repeated];
}
