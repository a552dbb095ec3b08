import workerUrl from './worker.ts?worker&url';

interface TrustedTypePolicies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): URL };
}

let trustedUrl: URL | string | null = null;

/** Starts the training worker; its address is the only script address the content security policy lets through. */
export function startWorker(): Worker {
  trustedUrl ??= trust(workerUrl);
  return new Worker(trustedUrl, { type: 'module', name: 'training' });
}

/** A policy may be made only once, so its result is kept. */
function trust(url: string): URL | string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypePolicies };
  if (trustedTypes === undefined) return url;
  const policy = trustedTypes.createPolicy('curvature-lab', {
    createScriptURL: (asked) => {
      if (asked !== workerUrl) throw new Error(`worker: expected the address ${workerUrl}, got ${asked}`);
      return asked;
    },
  });
  return policy.createScriptURL(url);
}
