import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import { DeviceLostError } from '../../gpu/runtime/errors.ts';

/** After a failure, a device that was lost says so within this time, ms. */
const LOSS_GRACE = 100;

/** A lost device makes later calls fail in many ways; the loss itself is what a person should read. */
export async function causeOf(error: unknown, context: DeviceContext): Promise<unknown> {
  if (error instanceof DeviceLostError) return error;
  const grace = new Promise<null>((resolve) => setTimeout(() => resolve(null), LOSS_GRACE));
  const loss = await Promise.race([context.lost, grace]);
  return loss === null ? error : new DeviceLostError(`The GPU device was lost (${loss.message || 'no reason given'}).`, { cause: error });
}
