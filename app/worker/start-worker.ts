import fileWorkerUrl from './file-worker.ts?worker&url';
import trainingWorkerUrl from './worker.ts?worker&url';

interface TrustedTypePolicies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): TrustedTypePolicy;
}

interface TrustedTypePolicy {
  createScriptURL(url: string): URL;
}

/** Null before the first worker; a policy may be made only once. */
let policy: TrustedTypePolicy | null = null;

/** Starts the training worker. */
export function startWorker(): Worker {
  return new Worker(trusted(trainingWorkerUrl), { type: 'module', name: 'training' });
}

/** Starts a worker that looks through files once. */
export function startFileWorker(): Worker {
  return new Worker(trusted(fileWorkerUrl), { type: 'module', name: 'files' });
}

/** The addresses of the workers are the only script addresses the content security policy lets through. */
function trusted(url: string): URL | string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypePolicies };
  if (trustedTypes === undefined) return url;
  policy ??= trustedTypes.createPolicy('curvature-lab', {
    createScriptURL: (asked) => {
      if (asked !== trainingWorkerUrl && asked !== fileWorkerUrl) {
        throw new Error(`worker: expected the address ${trainingWorkerUrl} or ${fileWorkerUrl}, got ${asked}`);
      }
      return asked;
    },
  });
  return policy.createScriptURL(url);
}
