/** Signals that ask this process to end, from Ctrl-C to a closed terminal, taken so that it can clean up first. */
export interface Interruption {
  /** Aborted by the first of them. */
  readonly signal: AbortSignal;
  /** From now on they go to `receiver`, instead. */
  handOver(receiver: (signal: NodeJS.Signals) => void): void;
  /** Back to the usual. */
  dispose(): void;
}

const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function interruptions(): Interruption {
  const controller = new AbortController();
  let receive = (signal: NodeJS.Signals) => controller.abort(new Error(`interrupted by ${signal}`));
  const listen = (signal: NodeJS.Signals) => receive(signal);
  for (const name of names) process.on(name, listen);
  return {
    signal: controller.signal,
    handOver: (receiver) => {
      receive = receiver;
    },
    dispose: () => {
      for (const name of names) process.off(name, listen);
    },
  };
}
