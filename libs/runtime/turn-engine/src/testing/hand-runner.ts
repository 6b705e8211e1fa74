import type { RunContext, RunOutcome } from '../options.ts';
import type { LogRecord } from '../turn-log.ts';

/** One run that waits for the spec to end it. */
interface Run<O> {
  readonly records: readonly LogRecord[];
  /** The texts of its records, joined by `+`. */
  readonly text: string;
  readonly ownership: O;
  readonly context: RunContext;
  end(outcome: RunOutcome): void;
  fail(error: Error): void;
}

/** A handler whose runs the spec ends one by one. */
export function handRunner<O>(): {
  readonly running: Run<O>[];
  readonly process: (records: readonly LogRecord[], ownership: O, context: RunContext) => Promise<RunOutcome>;
} {
  const running: Run<O>[] = [];
  return {
    running,
    process: (records, ownership, context) =>
      new Promise((resolve, reject) => {
        const over = (settle: () => void): void => {
          running.splice(running.indexOf(run), 1);
          settle();
        };
        const run: Run<O> = {
          records,
          text: records.map(({ value }) => new TextDecoder().decode(value ?? undefined)).join('+'),
          ownership,
          context,
          end: (outcome) => over(() => resolve(outcome)),
          fail: (error) => over(() => reject(error)),
        };
        running.push(run);
      }),
  };
}
