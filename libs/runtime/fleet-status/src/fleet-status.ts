import type { WorkerReport } from './worker-report.ts';

/**
 * What the processes of a fleet know of each other. Nothing that has to be right rests on it: a report may be seconds old,
 * and a fleet that cannot read it goes on with what each process knows itself. Fails with `overloaded` when it is away.
 */
export interface FleetStatus {
  /** Replaces the worker's report; it goes by itself when it was not replaced for `ttlMs`, by the store's clock. */
  publish(report: WorkerReport, ttlMs: number): Promise<void>;
  /** Takes the worker's report back: it has stopped. */
  withdraw(worker: string): Promise<void>;
  /** The text of a catalogue that a worker goes by; it goes as a report does. */
  publishCatalogue(id: string, text: string, ttlMs: number): Promise<void>;
  /** Texts by id, of those that have not gone. */
  catalogues(): Promise<ReadonlyMap<string, string>>;
  /** Those that have not gone, in no order. */
  reports(): Promise<readonly WorkerReport[]>;
}

/** Models that an operator put in front of what the rules say, until they take it back. Kept for as long as the store is. */
export interface RouteChoices {
  /** Model by the name of the rule; `*` stands for every rule. */
  choices(): Promise<ReadonlyMap<string, string>>;
  /** Null: as the rules say again. */
  choose(rule: string, model: string | null): Promise<void>;
}
