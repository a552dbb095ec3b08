import { join } from 'node:path';
import { ROOT } from './project.mjs';

/** What the pages import under /peers/; the packages are installed in bench/ alone. */
const PEERS = /** @type {Readonly<Record<string, string>>} */ ({
  '/peers/jax-js.js': "export * from '@jax-js/jax';",
  '/peers/tfjs.js': [
    "export * as tf from '@tensorflow/tfjs-core';",
    "export * as wasm from '@tensorflow/tfjs-backend-wasm';",
    "import '@tensorflow/tfjs-core/dist/register_all_gradients';",
    "import '@tensorflow/tfjs-backend-webgpu';",
  ].join('\n'),
});

const PACKAGES = [
  '@jax-js/jax',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-core/dist/register_all_gradients',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-backend-webgpu',
];

/** @type {import('vite').Plugin} */
const peers = {
  name: 'bench-peers',
  enforce: 'pre',
  resolveId: (id) => (id in PEERS ? id : undefined),
  load: (id) => PEERS[id],
};

/**
 * Serves bench/ to the browser. Cross-origin isolation gives pages threads, which WebAssembly peers use, and clocks of
 * 5 µs.
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function serveBench() {
  const { createServer } = await import('vite');
  const root = join(ROOT, 'bench');
  const server = await createServer({
    root,
    configFile: false,
    appType: 'mpa',
    logLevel: 'error',
    cacheDir: join(root, 'node_modules', '.vite'),
    plugins: [peers],
    optimizeDeps: { include: PACKAGES, entries: ['main.ts'] },
    server: {
      port: 0,
      hmr: false,
      watch: null,
      fs: { allow: [ROOT] },
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    },
  });
  await server.listen();
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('bench: expected an address to serve on, got none; free a port');
  return { url, close: () => server.close() };
}
