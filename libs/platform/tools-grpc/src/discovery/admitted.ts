import type { Client } from '@grpc/grpc-js';
import { type Clock, isTurnfleetError, type Logger, type Timer, toTurnfleetError } from '@turnfleet/core';
import type { Instance } from '@turnfleet/instances';
import { type Channel, openChannel } from '../channel.ts';
import { type Inspected, inspect } from './inspect.ts';

interface AdmittedDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Takes what was found; a sentence on why it is refused, or null. */
  readonly admit: (instance: AdmittedInstance, found: readonly Inspected[]) => string | null;
}

/** An instance that was listed, from when it is asked who it is. */
export interface AdmittedInstance {
  instance: Instance;
  readonly channel: Channel;
  /** `inspected`: nobody knows yet. */
  state: 'inspected' | 'called' | 'refused';
  /** Why it is not called. */
  why: string | null;
  /** Resolves when it was asked once, however that ended. */
  readonly asked: Promise<void>;
  close(): void;
}

const askWithinMs = 5_000;
/** What is not called yet is asked again this often: it may have been starting, or in the way of another. */
const askAgainMs = 2_000;

/** Asks an instance who it is and what it serves, again and again until it can be called; what keeps it is told once. */
export function admitInstance(instance: Instance, { clock, logger, admit }: AdmittedDeps): AdmittedInstance {
  const channel = openChannel(instance.services.join(', '), instance.address);
  let timer: Timer | undefined;
  let closed = false;
  const tell = (why: string, isLie: boolean): void => {
    if (admitted.why === why || closed) return;
    const { id, address, services, version } = admitted.instance;
    const told = { id, address, services, version, why };
    if (isLie) logger.error(told, refused);
    else logger.warn(told, 'an instance that the registry lists is not called yet');
  };
  const ask = async (client: Client): Promise<void> => {
    let why: string | null;
    let isLie = true;
    try {
      const found = await inspect(client, admitted.instance, clock.now() + askWithinMs);
      if (closed) return;
      why = admit(admitted, found);
    } catch (error) {
      isLie = isTurnfleetError(error, 'forbidden');
      why = toTurnfleetError(error).message;
    }
    if (closed) return;
    if (why !== null) tell(why, isLie);
    admitted.why = why;
    admitted.state = why === null ? 'called' : isLie ? 'refused' : 'inspected';
    if (why !== null) timer = clock.setTimer(askAgainMs, () => void ask(channel.client));
  };
  const asked = Promise.withResolvers<void>();
  const admitted: AdmittedInstance = {
    instance,
    channel,
    state: 'inspected',
    why: null,
    asked: asked.promise,
    close: () => {
      closed = true;
      timer?.cancel();
      asked.resolve();
      channel.close();
    },
  };
  void ask(channel.client).then(asked.resolve);
  return admitted;
}

const refused =
  'an instance that the registry lists is refused: it gets no calls, others go on. Somebody registered what is not true, or forgot to change a version';
