import type { Check, Clock, Logger } from '@turnfleet/core';
import { openIntents } from '@turnfleet/encoder';
import type { Running } from '@turnfleet/service-kit';
import type { WorkerDeps } from '@turnfleet/worker';
import type { Config } from './config.ts';
import type { FlowsFolder } from './flows-folder.ts';
import { watchFlows } from './watch-flows.ts';

type Dialogue = NonNullable<WorkerDeps['dialogue']> & Running & { readonly check: Check };

/** Flows as their folder has them from moment to moment, and the recogniser that tells which one a message wants. */
export async function openDialogue(
  first: FlowsFolder,
  { INTENTS_DIR }: Pick<Config, 'INTENTS_DIR'>,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Promise<Dialogue> {
  const intents = await openIntents(INTENTS_DIR, null);
  return { ...watchFlows({ first, clock, logger }), recognise: (text) => intents.read(text) };
}
