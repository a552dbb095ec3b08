import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isEntry, ROOT } from './project.mjs';

/** `x != x` or `x == x` on one and the same name, member or element. */
const SELF_COMPARISON = /(?<![\w.\])])([A-Za-z_][\w.]*(?:\[[^\]]*\][\w.]*)*)\s*[!=]=\s*\1(?![\w.([])/g;

/** A comment comes first, or right after the directives. */
const HEADED = /^(?:(?:enable|requires|diagnostic)[^;]*;\s*)*\/\//;

/** A variable of a function: braces around it, and an initialiser or none before the semicolon. */
const VARIABLE = /\bvar\s*(?:<\s*function\s*>)?\s+(\w+)([^;=]*)(;|=)/g;

/**
 * What WGSL checkers allow and this project does not: a function's `var` without initialiser (SwiftShader does not zero
 * it again inside a loop), a NaN test by self-comparison (compilers may assume there is no NaN), a file whose bindings
 * are not explained at its top.
 * @param {string} source
 * @returns {string[]} `line: complaint`
 */
export function shaderFaults(source) {
  const code = blankComments(source);
  const faults = [];
  if (!HEADED.test(source)) faults.push({ index: 0, text: 'expected a comment on bindings, shapes and overrides at the top; write one' });
  for (const match of code.matchAll(VARIABLE)) {
    if (match[3] === ';' && depthAt(code, match.index) > 0) {
      faults.push({ index: match.index, text: `var ${match[1] ?? ''} has no initialiser; write = 0.0, = vec4f() or the like` });
    }
  }
  for (const match of code.matchAll(SELF_COMPARISON)) {
    faults.push({ index: match.index, text: `${match[0]} compares a value with itself; test the exponent bits for NaN` });
  }
  return faults.map(({ index, text }) => `${code.slice(0, index).split('\n').length}: ${text}`);
}

/**
 * Comments turned to spaces, so that positions and lines stay.
 * @param {string} source
 */
function blankComments(source) {
  return source.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
}

/**
 * How many braces are open at a position.
 * @param {string} code
 * @param {number} index
 */
function depthAt(code, index) {
  const before = code.slice(0, index);
  return before.split('{').length - before.split('}').length;
}

/** Checks every file below shaders/ and returns 1 when there is a fault, else 0. */
function main() {
  const folder = join(ROOT, 'shaders');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.wgsl'));
  const faults = files.flatMap((name) => shaderFaults(readFileSync(join(folder, name), 'utf8')).map((fault) => `shaders/${name}:${fault}`));
  if (faults.length > 0) console.error(faults.join('\n'));
  return faults.length > 0 ? 1 : 0;
}

if (isEntry(import.meta.filename)) process.exit(main());
