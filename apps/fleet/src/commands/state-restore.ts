import { type Logger, Semaphore, silentLogger, TurnfleetError, toTurnfleetError, wait } from '@turnfleet/core';
import { type AcquireDeps, claimAndRebuild } from '@turnfleet/ownership';
import type { Terminal } from './chat.ts';
import type { OpenState } from './state-open.ts';

export interface RestoreOptions {
  readonly yes: boolean;
  readonly terminal: Terminal;
}

const lookAgainAfterMs = 500;

/**
 * Brings partitions up to the log, one after another. Workers may be at work: they are fenced and claim anew, and one that
 * is quicker than this does the same. `invalid_request` without `yes`.
 */
export async function restoreState(
  open: OpenState,
  partitions: readonly number[],
  { yes, terminal }: RestoreOptions,
): Promise<void> {
  terminal.write(meaning(partitions, open.partitions));
  if (!yes)
    throw new TurnfleetError('invalid_request', 'Nothing was done.', { suggestion: 'Repeat it with --yes to do it.' });
  for (const partition of partitions) {
    await restoreOne(open, partition, terminal).catch((error: unknown) => {
      throw brokenOff(error, partition);
    });
  }
  terminal.write(`${partitions.length} partitions are as the log has them.\n`);
}

function meaning(partitions: readonly number[], all: number): string {
  const which = partitions.length === all ? `all ${all} partitions` : `the partitions ${partitions.join(', ')}`;
  return (
    `A restore brings ${which} in Redis up to what Kafka has: what is older or missing is replaced, nothing is deleted.\n` +
    'Meanwhile each partition answers no turn and no reader; turns wait in Kafka. Workers at it are fenced and go on\n' +
    'afterwards by themselves; open event streams get journal.gap with the last reply.\n'
  );
}

async function restoreOne(open: OpenState, partition: number, terminal: Terminal): Promise<void> {
  const { state, log, partitions, clock } = open;
  const metrics: AcquireDeps['metrics'] = {
    // The next owner keeps them.
    unreadable: () => undefined,
    rebuilt: (_, ms, records, conversations) =>
      terminal.write(
        `partition ${partition}: ${conversations} conversations from ${records} records, ${seconds(ms)}\n`,
      ),
  };
  const logger = progressOn(terminal, partition);
  const deps = { store: state.store, log, partitions, clock, logger, restoring: new Semaphore(1), metrics };
  await state.audit.distrust(partition);
  const { signal } = new AbortController();
  if (await claimAndRebuild(deps, partition, signal)) return;
  terminal.write(`partition ${partition}: a worker was quicker and restores it\n`);
  while (!(await isReadable(open, partition))) await wait(clock, lookAgainAfterMs);
}

async function isReadable({ state }: OpenState, partition: number): Promise<boolean> {
  return (await state.audit.partition(partition))?.readable === true;
}

function progressOn(terminal: Terminal, partition: number): Logger {
  const info: Logger['info'] = (fields) => {
    if ('records' in fields && !('ms' in fields))
      terminal.write(`partition ${partition}: ${String(fields.records)} records read so far\n`);
  };
  return { ...silentLogger, info };
}

function brokenOff(error: unknown, partition: number): TurnfleetError {
  const { kind, message } = toTurnfleetError(error);
  return new TurnfleetError(kind, `${message}\nStopped at partition ${partition}, whose readers wait.`, {
    suggestion: 'Repeat the same command, or start a worker: the next one to claim the partition does the rest.',
    cause: error,
  });
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
