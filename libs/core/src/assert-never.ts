/** Makes the compiler prove that no case of a union is missing. What the case holds stays out of the message: it may be a shopper's. */
export function assertNever(value: never): never {
  throw new Error(`Unreachable case: ${typeof value === 'string' ? value : typeof value}`);
}
