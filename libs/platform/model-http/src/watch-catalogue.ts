import { readFile } from 'node:fs/promises';
import { type Clock, type Logger, repeat } from '@turnfleet/core';
import { type CatalogueSource, readCatalogue } from '@turnfleet/model';

/** Often enough that a change holds within a minute, seldom enough to cost nothing. */
const lookEveryMs = 5_000;

interface CatalogueWatch {
  /** What holds now: the last catalogue without a mistake, and its text. */
  current(): CatalogueSource;
  /** What keeps the file, as it is now, from holding, one sentence each; empty if it holds. */
  problems(): readonly string[];
  stop(): void;
}

interface WatchCatalogueDeps {
  readonly path: string;
  /** What the file held when the process began. */
  readonly first: CatalogueSource;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly read?: (path: string) => Promise<string>;
}

/**
 * Reads a `MODELS_FILE` again and again. A text with a mistake, or a file that cannot be read, changes nothing; it is told
 * once, by the log and by `problems`, until the file is another.
 */
export function watchCatalogue({ path, first, clock, logger, read = readText }: WatchCatalogueDeps): CatalogueWatch {
  let current = first;
  let problems: readonly string[] = [];
  let seen: string | null = first.text;
  let stopped = false;

  const take = (text: string): void => {
    const result = readCatalogue(text);
    if (result.ok) {
      [current, problems] = [{ catalogue: result.catalogue, text }, []];
      logger.info({ path, models: [...result.catalogue.models.keys()] }, 'the model catalogue was read');
    } else refuse(result.problems);
    seen = text;
  };
  const refuse = (reasons: readonly string[]): void => {
    if (reasons.join('\n') === problems.join('\n')) return;
    problems = reasons;
    logger.error({ path, problems }, 'the model catalogue has mistakes; the one before stays in force');
  };
  const look = async (): Promise<void> => {
    try {
      const text = await read(path);
      if (!stopped && text !== seen) take(text);
    } catch {
      seen = null;
      refuse(['the file cannot be read']);
    }
  };
  const looking = repeat(clock, () => lookEveryMs, look);
  looking.start();
  return {
    current: () => current,
    problems: () => problems,
    stop: () => {
      stopped = true;
      void looking.stop();
    },
  };
}

const readText = (path: string): Promise<string> => readFile(path, 'utf8');
