import type { DataError } from '../datasets/data-source.ts';

/** Something that is wrong with a file, where, and what to do. */
export interface FileFault {
  readonly message: string;
  readonly remedy: string;
}

export function faultOf({ message, remedy }: DataError): FileFault {
  return { message, remedy };
}
