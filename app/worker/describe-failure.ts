import { DeviceLostError, OutOfMemoryError } from '../../gpu/runtime/errors.ts';
import { DataError } from '../lab/datasets/data-source.ts';
import { SpecError } from '../lab/spec-error.ts';
import type { Failure } from './protocol.ts';

/** What a person reads where WebGPU is missing. */
export const noWebGpu: Failure = {
  kind: 'no-webgpu',
  message: 'This browser offers no WebGPU, which the lab computes with.',
  remedy:
    'Use Chrome or Edge 113 or newer, Safari 26 or newer, or Firefox 141 or newer on Windows, over https or localhost. On Linux, Chrome may need chrome://flags/#enable-unsafe-webgpu.',
};

/** A device or adapter that cannot be had. */
export function describeMissingDevice(error: unknown, hadDevice: boolean): Failure {
  const detail = textOf(error);
  if (!hadDevice) return { ...noWebGpu, message: `The browser gives no GPU device (${detail}).` };
  return { kind: 'device-lost', message: `The GPU device was lost and no new one can be had (${detail}).`, remedy: 'Reload the page.' };
}

/** Turns what ended a run into words: what happened, and what to do. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof SpecError) return { kind: 'bad-spec', message: error.message, remedy: 'Correct the fields named, then load again.' };
  if (error instanceof DataError) return { kind: 'data', message: error.message, remedy: sentence(error.remedy) };
  if (error instanceof OutOfMemoryError) {
    const { message, remedy } = splitRemedy(error.message);
    return { kind: 'out-of-memory', message, remedy: sentence(remedy ?? 'make the model or the batch smaller') };
  }
  if (error instanceof DeviceLostError) return deviceLost(error.message);
  const { message, remedy } = splitRemedy(textOf(error));
  return {
    kind: 'internal',
    message,
    remedy: sentence(remedy ?? 'load the experiment again; if it fails once more, reload the page and report this message'),
  };
}

/** The device is gone; loading again makes a new one. */
export function deviceLost(message: string): Failure {
  return { kind: 'device-lost', message, remedy: 'Load the experiment again: it starts on a new device.' };
}

/** Messages of the lab read `what: expected …, got …; remedy`. */
function splitRemedy(text: string): { readonly message: string; readonly remedy: string | null } {
  const at = text.indexOf('; ');
  return at < 0 ? { message: text, remedy: null } : { message: text.slice(0, at), remedy: text.slice(at + 2) };
}

function sentence(text: string): string {
  const upper = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(upper) ? upper : `${upper}.`;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
