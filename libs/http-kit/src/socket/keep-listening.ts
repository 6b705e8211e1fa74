import { type PayloadOf, payloadOf } from '@turnfleet/contract/envelope';
import type { Clock, Timer } from '@turnfleet/core';
import type { BusMessage, SessionStore } from '@turnfleet/session';

const listenAgainMs = 1_000;

interface ListeningDeps {
  readonly clock: Pick<Clock, 'setTimer'>;
  readonly sessions: Pick<SessionStore, 'listen'>;
}

/** Hears what all servers tell each other, until it is stopped; tries again each second while the store is away. */
export function keepListening({ clock, sessions }: ListeningDeps, hear: (message: BusMessage | null) => void) {
  let listening: { close(): void } | null = null;
  let again: Timer | null = null;
  let stopped = false;
  const listen = async (): Promise<void> => {
    try {
      const opened = await sessions.listen(hear);
      if (stopped) opened.close();
      else listening = opened;
    } catch {
      // The store says by itself that it is away.
      if (!stopped) again = clock.setTimer(listenAgainMs, () => void listen());
    }
  };
  void listen();
  return {
    stop: (): void => {
      stopped = true;
      again?.cancel();
      listening?.close();
    },
  };
}

/** How clients are told who types, comes or goes. */
export function signalPayload(
  signal: Extract<BusMessage, { kind: 'signal' }>,
): PayloadOf<'typing'> | PayloadOf<'presence'> {
  const { conversationId, user, what, on } = signal;
  return what === 'typing'
    ? payloadOf('typing', { conversationId, active: on, user })
    : payloadOf('presence', { conversationId, present: on, user });
}
