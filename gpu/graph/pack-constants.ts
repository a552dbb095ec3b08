import { paddedSize } from '../runtime/memory.ts';
import type { Constant } from './node.ts';
import { alignSlice } from './state.ts';

/** All constants of a program as the content of one read-only buffer. */
export interface PackedConstants {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each constant lies, in bytes; as long as its data, since shaders ask for `arrayLength`. */
  readonly places: ReadonlyMap<Constant, Place>;
}

interface Place {
  readonly offset: number;
  readonly size: number;
}

/** One character a byte, whatever the byte. */
const CHARACTERS = new TextDecoder('latin1');

/** Lays constants one after the other, 256-byte aligned; those of equal content share their place. */
export function packConstants(constants: Iterable<Constant>): PackedConstants {
  const places = new Map<Constant, Place>();
  const placeOf = new Map<string, Place>();
  let end = 0;
  for (const constant of constants) {
    if (places.has(constant)) continue;
    const key = CHARACTERS.decode(bytesOf(constant));
    let place = placeOf.get(key);
    if (place === undefined) {
      place = { offset: 4 * alignSlice(end / 4), size: paddedSize(constant.data.byteLength) };
      placeOf.set(key, place);
      end = place.offset + place.size;
    }
    places.set(constant, place);
  }
  const bytes = new Uint8Array(end);
  for (const [constant, { offset }] of places) bytes.set(bytesOf(constant), offset);
  return { bytes, places };
}

function bytesOf({ data }: Constant): Uint8Array<ArrayBuffer> {
  return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
}
