import { type Clock, type Timer } from '@turnfleet/core';

const lookEveryMs = 5_000;
const answerWithinMs = 4_000;

interface ServerWatch {
  stop(): void;
}

/**
 * Finds out that the server is gone where no connection says so: a process that hangs, a machine or a network that went away
 * without a word. While nobody looks at the page it asks nothing.
 */
export function watchServer(clock: Clock, change: (there: boolean) => void): ServerWatch {
  let there = true;
  let stopped = false;
  let timer: Timer;
  const look = async (): Promise<void> => {
    const answers = document.visibilityState === 'hidden' ? there : await isAnswered();
    if (stopped) return;
    if (answers !== there) change((there = answers));
    timer = clock.setTimer(lookEveryMs, () => void look());
  };
  timer = clock.setTimer(lookEveryMs, () => void look());
  return {
    stop: () => {
      stopped = true;
      timer.cancel();
    },
  };
}

/** A small part of the page: whoever served the page serves it. */
function isAnswered(): Promise<boolean> {
  return fetch('/icon.svg', { cache: 'no-store', signal: AbortSignal.timeout(answerWithinMs) }).then(
    () => true,
    () => false,
  );
}
