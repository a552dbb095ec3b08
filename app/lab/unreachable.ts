/** Ends an exhaustive switch: it does not compile while a case is missing. @throws always */
export function unreachable(value: never): never {
  throw new Error(`unexpected case ${JSON.stringify(value)}`);
}
