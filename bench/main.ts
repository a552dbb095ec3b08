import type { PeerName, Problem } from './measures.ts';
import type { Peer } from './peer.ts';
import { sample, type Sampled } from './sample.ts';

/** What scripts/bench.mjs calls in each page. */
declare global {
  interface Window {
    bench: {
      /** @returns what the peer runs on. */
      start(name: PeerName): Promise<string>;
      /** @returns null where the peer cannot compute this. */
      measure(problem: Problem): Promise<Sampled | null>;
    };
  }
}

let peer: Peer | null = null;

window.bench = {
  async start(name) {
    peer = await startPeer(name);
    return peer.description;
  },
  async measure(problem) {
    if (peer === null) throw new Error('bench: expected a started peer, got none; call start() first');
    const prepared = await peer.prepare(problem);
    if (prepared === null) return null;
    try {
      return await sample(prepared);
    } finally {
      prepared.destroy();
    }
  },
};

/** Loads only what the named peer needs. */
async function startPeer(name: PeerName): Promise<Peer> {
  switch (name) {
    case 'ours':
      return (await import('./peers/ours.ts')).startOurs();
    case 'jax-js webgpu':
      return (await import('./peers/jax-js.ts')).startJax('webgpu');
    case 'jax-js wasm':
      return (await import('./peers/jax-js.ts')).startJax('wasm');
    case 'tfjs webgpu':
      return (await import('./peers/tfjs.ts')).startTensorFlow('webgpu');
    case 'tfjs wasm':
      return (await import('./peers/tfjs.ts')).startTensorFlow('wasm');
  }
}
