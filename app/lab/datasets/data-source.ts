/** Reads prepared files by name; the page fetches them, the command line opens them in a folder. */
export interface DataSource {
  /**
   * The bytes of a file of the folder that `manifest.json` lies in.
   * @param signal ends the reading, before or after the stream was given
   * @throws DataError when there is no such file or it cannot be read; the signal's reason once aborted.
   */
  open(name: string, signal?: AbortSignal): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
}

/** Data that is missing, damaged or not what its manifest says. Messages end in a remedy of their own field. */
export class DataError extends Error {
  override readonly name = 'DataError';
  /** What a person can do. */
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}
