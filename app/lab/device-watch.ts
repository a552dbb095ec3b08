import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';

type Listener = (kind: 'lost' | 'fault', reason: string) => void;

/**
 * Hears when a device is lost or refuses work. A context's promises live as long as the device and hold this small
 * object only, never what listens.
 */
export class DeviceWatch {
  #listener: Listener | null;

  constructor({ lost, fault }: Pick<DeviceContext, 'lost' | 'fault'>, listener: Listener) {
    this.#listener = listener;
    void lost.then(({ message }) => this.#listener?.('lost', message || 'no reason given'));
    void fault.then(({ message }) => this.#listener?.('fault', message.split('\n', 1)[0] ?? message));
  }

  /** Lets go of the listener. */
  release(): void {
    this.#listener = null;
  }
}
