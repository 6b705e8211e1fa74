import { type Check, type Logger, toTurnfleetError } from '@turnfleet/core';
import { openEncoder } from '@turnfleet/encoder';
import type { SentenceEncoder } from '@turnfleet/intent';
import type { Running } from '@turnfleet/service-kit';
import { counter } from '@turnfleet/telemetry';

/** Sentences that wait for a vector at once; each takes some 2 ms, and whoever comes behind them goes by words. */
const mostWaiting = 16;

interface MeaningEncoder extends Running, Pick<SentenceEncoder, 'encode'> {
  readonly check: Check;
}

interface MeaningEncoderDeps {
  /** Where its files are. */
  readonly folder: string;
  readonly logger: Logger;
  readonly open?: (folder: string) => Promise<SentenceEncoder>;
}

/**
 * The sentence encoder of a process, opened by the first sentence that asks for it: it takes half a second and 0.2 GB, which a
 * fleet whose words are clear need not spend. What it cannot tell now it gives no vector, and says why in its check.
 */
export function meaningEncoder({ folder, logger, open = openEncoder }: MeaningEncoderDeps): MeaningEncoder {
  const asked = counter('turnfleet.intents.meaning');
  let encoder: SentenceEncoder | null = null;
  let opening: Promise<void> | null = null;
  let problem: string | null = null;
  let waiting = 0;
  const fail = (error: unknown): void => {
    const { message, details } = toTurnfleetError(error);
    if (problem === null) logger.error({ err: error, folder }, 'intents are told by their words alone');
    problem = `${message} ${details.suggestion ?? 'Intents are told by their words alone.'}`;
  };
  const openOnce = async (): Promise<void> => {
    try {
      encoder = await open(folder);
    } catch (error) {
      fail(error);
    }
  };
  return {
    async encode(sentences) {
      opening ??= openOnce();
      if (!encoder || problem !== null || waiting >= mostWaiting) {
        asked.add(1, { outcome: problem === null ? 'busy' : 'failed' });
        return [];
      }
      waiting += 1;
      try {
        const vectors = await encoder.encode(sentences);
        asked.add(1, { outcome: 'ok' });
        return vectors;
      } catch (error) {
        fail(error);
        asked.add(1, { outcome: 'failed' });
        return [];
      } finally {
        waiting -= 1;
      }
    },
    check: { name: 'sentence encoder', problem: () => problem, isOnlyTold: true },
    async stop() {
      await opening;
      await encoder?.close();
    },
  };
}
