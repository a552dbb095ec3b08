/** A command line that cannot be understood; the message names the argument and the fix. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
