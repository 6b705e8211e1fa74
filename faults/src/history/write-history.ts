import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { HistoryEvent } from './history-event.ts';

/** One line, with its end. The same event gives the same bytes. */
export function lineOf(event: HistoryEvent): string {
  return `${JSON.stringify(event)}\n`;
}

export interface HistoryWriter {
  /** Lines stand in the order of these calls. Resolves when more may be written; rejects if the file cannot be. */
  write(event: HistoryEvent): Promise<void>;
  /** Resolves when all is on its way to the disk. */
  close(): Promise<void>;
}

/** Writes a history to a file, over what was there. */
export function writeHistory(path: string): HistoryWriter {
  const file = createWriteStream(path);
  const done = finished(file);
  // Whoever writes or closes learns of it; until then nobody waits for it.
  done.catch(() => undefined);
  /** What all who write while the file takes no more wait for. */
  let room: Promise<unknown> | null = null;
  return {
    write: async (event) => {
      if (file.write(lineOf(event))) return;
      room ??= Promise.race([once(file, 'drain'), done]).finally(() => {
        room = null;
      });
      await room;
    },
    close: () => {
      file.end();
      return done;
    },
  };
}
