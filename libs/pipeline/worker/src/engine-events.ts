import { isOfOtherPartitions } from '@turnfleet/conversation';
import type { Logger } from '@turnfleet/core';
import type { EngineEvents } from '@turnfleet/turn-engine';
import type { Owning } from './owning.ts';

/** What the turn engine tells of its partitions, for those who own them and for the log; `hopeless`: only a new process helps. */
export function engineEvents(
  { lost, overtaken }: Pick<Owning, 'lost' | 'overtaken'>,
  logger: Logger,
  hopeless: (error: Error) => void,
): EngineEvents {
  return {
    failed: ({ partition, offset }, error, failures) =>
      logger.error(
        { err: error, partition, offset: String(offset), failures },
        'work on a record failed and is repeated',
      ),
    claimFailed: (partition, error) => {
      if (isOfOtherPartitions(error)) return hopeless(error);
      logger.warn({ err: error, partition }, 'a partition could not be taken; trying again');
    },
    lost,
    overtaken,
    commitFailed: (error) => logger.warn({ err: error }, 'offsets could not be committed; trying again'),
  };
}
