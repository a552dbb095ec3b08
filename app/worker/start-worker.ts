import tableWorkerUrl from './table-worker.ts?worker&url';
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

/** Starts a worker that reads one table. */
export function startTableWorker(): Worker {
  return new Worker(trusted(tableWorkerUrl), { type: 'module', name: 'table' });
}

/** The addresses of the workers are the only script addresses the content security policy lets through. */
function trusted(url: string): URL | string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypePolicies };
  if (trustedTypes === undefined) return url;
  policy ??= trustedTypes.createPolicy('curvature-lab', {
    createScriptURL: (asked) => {
      if (asked !== trainingWorkerUrl && asked !== tableWorkerUrl) {
        throw new Error(`worker: expected the address ${trainingWorkerUrl} or ${tableWorkerUrl}, got ${asked}`);
      }
      return asked;
    },
  });
  return policy.createScriptURL(url);
}
