import { createServer } from 'vite';
import { ROOT } from './project.mjs';

/**
 * Loads a TypeScript module of this project in Node through Vite's module runner, so that `import.meta.glob` and `?raw`
 * work as in the browser. Its lazy imports keep working while the process lives.
 * @param {string} path from the checkout's folder
 * @returns {Promise<Record<string, unknown>>}
 */
export async function loadModule(path) {
  const server = await createServer({
    root: ROOT,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  });
  return server.ssrLoadModule(`/${path}`);
}
