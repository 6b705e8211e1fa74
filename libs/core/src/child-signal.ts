/** An abort signal of one's own that ends with its parent, too. */
export interface ChildSignal {
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /** Lets go of the parent; whoever made it calls it when the work has ended. */
  [Symbol.dispose](): void;
}

/** Says what `AbortSignal.any` says, for a fraction of its cost: that leaves letting go to the garbage collector. */
export function childSignal(parent: AbortSignal): ChildSignal {
  const own = new AbortController();
  const follow = (): void => own.abort(parent.reason);
  const dispose = (): void => parent.removeEventListener('abort', follow);
  if (parent.aborted) follow();
  else parent.addEventListener('abort', follow, { once: true });
  return {
    signal: own.signal,
    abort: (reason) => {
      dispose();
      own.abort(reason);
    },
    [Symbol.dispose]: dispose,
  };
}
