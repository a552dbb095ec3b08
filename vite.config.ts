import { createHash } from 'node:crypto';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The style element React Aria adds to the page while a dialog is open; it keeps the page behind from scrolling. */
const DIALOG_STYLE = '@layer {\n  * {\n    overscroll-behavior: contain;\n  }\n}';
const dialogStyleHash = `'sha256-${createHash('sha256').update(DIALOG_STYLE).digest('base64')}'`;

/**
 * The content security policy of the production build. Whoever writes against it:
 * - `require-trusted-types-for 'script'`: `new Worker(string)` throws. Make the worker's URL by
 *   `import url from './entry.ts?worker&url'` and a `trustedTypes.createPolicy('curvature-lab', …)` that lets only that
 *   URL through; no `innerHTML` anywhere.
 * - no inline `<script>`, `<style>` or `style="…"` in HTML (styles set from JavaScript through `element.style` are fine).
 * - images from this origin or from blobs, no `data:` URLs; nothing is fetched from another origin.
 */
const POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'worker-src': "'self'",
  'style-src': `'self' ${dialogStyleHash}`,
  'font-src': "'self'",
  'img-src': "'self' blob:",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': 'curvature-lab',
};
const META_POLICY = Object.entries(POLICY)
  .map(([directive, value]) => `${directive} ${value}`)
  .join('; ');

/** Puts the policy into the built page, so that it holds on any static host. */
const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: META_POLICY }, injectTo: 'head-prepend' },
  ],
};

export default defineConfig({
  plugins: [react(), contentSecurityPolicy],
  // Relative addresses, so that the build can be hosted in any folder; no fallback page, so that a missing file is a 404.
  base: './',
  appType: 'mpa',
  worker: { format: 'es' },
  // Nothing is inlined as `data:`, which the policy forbids; the page's one script may be large (kB), it is loaded once.
  build: { target: 'es2023', sourcemap: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 2_000 },
  preview: {
    // A page cannot forbid being framed from its <meta>, only by a header.
    headers: { 'Content-Security-Policy': "frame-ancestors 'none'", 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' },
  },
});
