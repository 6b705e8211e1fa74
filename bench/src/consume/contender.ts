import type { MeasuredRun, RunReport } from '../work/measured-run.ts';

/** How many messages a run has, and how long the handler of each waits. */
interface Load {
  readonly waitMs: number;
  readonly messages: number;
}

/** One product, or none at all, under the load of the benchmark. */
export interface Contender {
  readonly name: string;
  /** Whether it promises to run the messages of a key in their order. */
  readonly ordered: boolean;
  /** Prepares the work, has `run` handle all of it, and cleans up. */
  consume(load: Load, run: MeasuredRun): Promise<RunReport>;
}
