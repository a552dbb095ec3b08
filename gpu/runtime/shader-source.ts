import { ShaderCompileError } from './errors.ts';

const FILES = import.meta.glob<string>('../../shaders/**/*.wgsl', { query: '?raw', import: 'default', eager: true });
const ROOT = '../../shaders/';
const INCLUDE = /^\/\/ @include (\S+)$/gm;

/** Paths of all shaders below `shaders/`. */
export function shaderPaths(): readonly string[] {
  return Object.keys(FILES).map((path) => path.slice(ROOT.length));
}

/**
 * The text of a shader with every `// @include lib/x.wgsl` put in place once and the named `const` lines rewritten.
 * @throws ShaderCompileError when a file, an include or a `const` line is missing.
 */
export function shaderSource(path: string, consts: Readonly<Record<string, number>> = {}): string {
  let source = expand(path, new Set());
  for (const [name, value] of Object.entries(consts)) {
    const line = new RegExp(`^const ${name}(\\s*:\\s*\\w+)? = [^;]*;`, 'm');
    if (!line.test(source)) {
      throw new ShaderCompileError(`shader ${path}: expected a line "const ${name} = …;", got none; declare it`);
    }
    source = source.replace(line, (_, type: string | undefined) => `const ${name}${type ?? ''} = ${String(value)};`);
  }
  return source;
}

function expand(path: string, seen: Set<string>): string {
  if (seen.has(path)) return '';
  seen.add(path);
  const text = FILES[ROOT + path];
  if (text === undefined) {
    throw new ShaderCompileError(`shader ${path}: expected a file below shaders/, got none; known: ${shaderPaths().join(', ')}`);
  }
  return text.replace(INCLUDE, (_, included: string) => expand(included, seen));
}
