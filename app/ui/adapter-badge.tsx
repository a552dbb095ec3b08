import type { ReactElement } from 'react';
import { useLabState } from '../state/use-lab.ts';
import { formatBytes } from './format.ts';
import { Hint } from './kit/hint.tsx';

/** Which adapter does the work, and whether its timings mean anything. */
export function AdapterBadge(): ReactElement {
  const adapter = useLabState((state) => state.run.adapter);
  if (!adapter) return <span className="badge badge-pending">Adapter: not known yet</span>;
  const name = adapter.description === adapter.vendor ? `${adapter.vendor} ${adapter.architecture}`.trim() : adapter.description;
  const facts = `${name}. Largest buffer ${formatBytes(adapter.limits.maxBufferSize)}; ${adapter.family} kernels; ${
    adapter.timestamps ? 'GPU timestamps' : 'wall-clock timing'
  }.`;
  const explanation = adapter.software ? `The CPU does the GPU's work here, so the times say little about a real GPU. ${facts}` : facts;
  return (
    <Hint className={adapter.software ? 'badge badge-software' : 'badge'} explanation={explanation}>
      <span className="badge-kind">{adapter.software ? 'Software' : 'Hardware'}</span>
      <span className="badge-name">{name}</span>
    </Hint>
  );
}
