import type { ErrorKind, Logger, TurnfleetError } from '@turnfleet/core';

/** Whether `chat.usage` takes what turns used. */
export interface UsageTopic {
  taken(): void;
  refused(error: TurnfleetError): void;
}

/** Says it once when the topic begins to refuse, and once when it takes records again; counts every record refused. */
export function watchUsageTopic(logger: Logger, count: (kind: ErrorKind) => void): UsageTopic {
  let refusing = false;
  return {
    taken: () => {
      if (refusing) logger.info({}, 'chat.usage takes records again');
      refusing = false;
    },
    refused: (error) => {
      count(error.kind);
      if (refusing) return;
      refusing = true;
      logger.error(
        { kind: error.kind, reason: error.message },
        'chat.usage refuses records: turns are answered, but what they cost is told by chat.replies only',
      );
    },
  };
}
