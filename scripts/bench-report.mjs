/**
 * @typedef {import('../bench/measures.ts').Measure} Measure
 * @typedef {import('../bench/measures.ts').Bar} Bar
 * @typedef {import('../bench/measures.ts').PeerName} PeerName
 * @typedef {import('./bench.mjs').Entry} Entry
 * @typedef {import('./bench.mjs').Entries} Entries
 * @typedef {{ readonly measure: string, readonly bar: string, readonly found: number, readonly met: boolean }} Judged
 * @typedef {{ readonly date: string, readonly machine: string, readonly load: string, readonly seconds: number, readonly descriptions: Partial<Record<PeerName, string>> }} Run
 */

/**
 * Compares minima with the bars. A bar is left out when a measurement is missing, or when the peer's only sample includes
 * compilation, which would speak for us.
 * @param {readonly Measure[]} measures
 * @param {Entries} entries
 * @returns {Judged[]}
 */
export function judge(measures, entries) {
  return measures.flatMap(({ id, bars }) => bars.flatMap((bar) => judgeBar(id, bar, entries) ?? []));
}

/**
 * @param {string} measure
 * @param {Bar} bar
 * @param {Entries} entries
 * @returns {Judged | null}
 */
function judgeBar(measure, bar, entries) {
  const ours = minimumOf(entries, measure, 'ours');
  if (ours === null) return null;
  switch (bar.kind) {
    case 'faster-than': {
      const theirs = minimumOf(entries, measure, bar.peer);
      if (theirs === null || isCold(entries, measure, bar.peer)) return null;
      return { measure, bar: `≥ ${bar.factor}× ${bar.peer}`, found: theirs / ours, met: theirs >= bar.factor * ours };
    }
    case 'at-most-times': {
      const other = minimumOf(entries, bar.measure, 'ours');
      if (other === null) return null;
      return { measure, bar: `≤ ${bar.factor.toFixed(2)}× ${bar.measure}`, found: ours / other, met: ours <= bar.factor * other };
    }
    case 'at-most-microseconds':
      return { measure, bar: `≤ ${bar.limit} µs`, found: ours * 1000, met: ours * 1000 <= bar.limit };
  }
}

/**
 * One line a measure: milliseconds of each peer, how many times ours they take, and the bars.
 * @param {Run} run
 * @param {readonly Measure[]} measures
 * @param {readonly PeerName[]} peers
 * @param {Entries} entries
 * @param {readonly Judged[]} judged
 */
export function formatTable(run, measures, peers, entries, judged) {
  const rows = cells(measures, peers, entries, judged);
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...header(run), ...lines, '', ...stepRatios(measures, entries), ...disagreements(measures, entries), ...summary(judged)].join(
    '\n',
  );
}

/**
 * @param {Run} run
 * @param {readonly Measure[]} measures
 * @param {readonly PeerName[]} peers
 * @param {Entries} entries
 * @param {readonly Judged[]} judged
 */
export function formatMarkdown(run, measures, peers, entries, judged) {
  const [head = [], ...rows] = cells(measures, peers, entries, judged);
  const line = (/** @type {readonly string[]} */ row) => `| ${row.join(' | ')} |`;
  return [
    ...header(run).map((text) => `- ${text}`),
    '',
    line(head),
    line(head.map(() => '---')),
    ...rows.map(line),
    '',
    ...stepRatios(measures, entries),
    ...disagreements(measures, entries),
    '',
    ...summary(judged),
  ].join('\n');
}

/** @param {Run} run */
function header({ date, machine, load, seconds, descriptions }) {
  const peers = Object.entries(descriptions).map(([name, description]) => `${name}: ${description}`);
  return [`${date.slice(0, 16).replace('T', ' ')}, ${machine}, load ${load}, ${seconds.toFixed(0)} s; best of the samples, ms`, ...peers];
}

/**
 * @param {readonly Measure[]} measures
 * @param {readonly PeerName[]} peers
 * @param {Entries} entries
 * @param {readonly Judged[]} judged
 */
function cells(measures, peers, entries, judged) {
  const head = ['measure', ...peers, 'bars'];
  return [
    head,
    ...measures.map(({ id, title, operations }) => {
      const ours = minimumOf(entries, id, 'ours');
      const times = peers.map((peer) => timeCell(entries[id]?.[peer], peer === 'ours' ? null : ours, operations));
      const bars = judged
        .filter(({ measure }) => measure === id)
        .map(({ bar, found, met }) => `${bar}: ${number(found)} ${met ? 'met' : 'MISSED'}`);
      return [title, ...times, bars.join('; ')];
    }),
  ];
}

/**
 * @param {Entry | undefined} entry
 * @param {number | null} ours to compare with, ms
 * @param {number | undefined} operations
 */
function timeCell(entry, ours, operations) {
  if (entry === undefined) return '–';
  if (entry.kind !== 'sampled') return entry.kind;
  const { minimum, cold } = entry.sampled;
  const ratio = ours === null ? '' : ` (${number(minimum / ours)}×)`;
  const rate = operations === undefined || ours !== null ? '' : ` (${number(operations / minimum / 1e6)} GFLOP/s)`;
  return `${number(minimum)}${cold ? '*' : ''}${ratio}${rate}`;
}

/**
 * What a K-FAC step costs in SGD steps.
 * @param {readonly Measure[]} measures
 * @param {Entries} entries
 */
function stepRatios(measures, entries) {
  return measures.flatMap(({ id, problem }) => {
    if (problem.kind !== 'training' || problem.optimizer !== 'kfac') return [];
    const { model, batch } = problem;
    const [sgd, kfac] = [minimumOf(entries, `${model}-sgd-${batch}`, 'ours'), minimumOf(entries, id, 'ours')];
    if (sgd === null || kfac === null) return [];
    return [
      `A K-FAC step on the ${model} at batch ${batch} takes ${number(kfac / sgd)} SGD steps (T₁ = 5, T₃ = 20, mean of a period of 20).`,
    ];
  });
}

/** @param {readonly Judged[]} judged */
function summary(judged) {
  const missed = judged.filter(({ met }) => !met).length;
  return [
    '* one sample that includes compilation, because a repetition takes longer than 15 s',
    `${judged.length - missed} bars met, ${missed} missed`,
  ];
}

/**
 * Peers whose results are not ours: whoever computes something else is not compared.
 * @param {readonly Measure[]} measures
 * @param {Entries} entries
 */
function disagreements(measures, entries) {
  return measures.flatMap(({ id, title, problem }) => {
    const ours = entries[id]?.ours;
    // Training starts from different weights; the JavaScript measures have no peers.
    if (problem.kind === 'training' || problem.kind === 'javascript' || ours?.kind !== 'sampled') return [];
    return Object.entries(entries[id] ?? {}).flatMap(([peer, entry]) => {
      if (entry.kind !== 'sampled') return [];
      const [found, expected] = [entry.sampled.check, ours.sampled.check];
      const agrees = Math.abs(found - expected) <= 1e-3 * Math.max(1, Math.abs(expected));
      return agrees ? [] : [`DISAGREEMENT: ${title} is ${found} by ${peer}, ${expected} by ours`];
    });
  });
}

/**
 * @param {Entries} entries
 * @param {string} measure
 * @param {PeerName} peer
 */
function isCold(entries, measure, peer) {
  const entry = entries[measure]?.[peer];
  return entry?.kind === 'sampled' && entry.sampled.cold;
}

/**
 * @param {Entries} entries
 * @param {string} measure
 * @param {PeerName} peer
 * @returns {number | null} ms
 */
function minimumOf(entries, measure, peer) {
  const entry = entries[measure]?.[peer];
  return entry?.kind === 'sampled' ? entry.sampled.minimum : null;
}

/** @param {number} value */
function number(value) {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
