import type { HeardChange } from './heard-change.ts';

/** Where an answer came from; `shared`: from a call that somebody else had begun. */
export type ReadFrom = 'memory' | 'shared' | 'service' | (string & {});

/** What is told of reads, for metrics. */
export interface ReadEvents {
  /** A read was answered; `isOlder`: from what is past its max age. */
  answered(tool: string, from: ReadFrom, isOlder: boolean): void;
  /** What a read came to was not kept, as it began before a change that touches it. */
  overtaken(tool: string): void;
  /** A change ended what was kept in the memory of this process. */
  changed(change: HeardChange): void;
  /** A store failed, by its name. */
  failed(store: string, error: unknown): void;
}

export const nobodyIsTold: ReadEvents = {
  answered: () => undefined,
  overtaken: () => undefined,
  changed: () => undefined,
  failed: () => undefined,
};
