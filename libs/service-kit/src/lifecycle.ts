/** A running part of a process: started by whoever made it, stopped by the same, in reverse order. */
export interface Running {
  /** Takes nothing new, finishes what runs within the grace time, then releases everything. Safe to repeat. */
  stop(): Promise<void>;
}

/** Stops parts in reverse order of their start; one that fails does not keep the others from stopping. */
export async function stopAll(parts: readonly Running[]): Promise<void> {
  const failures: unknown[] = [];
  for (const part of [...parts].reverse()) {
    await part.stop().catch((error: unknown) => failures.push(error));
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, 'Several parts failed to stop.');
}
