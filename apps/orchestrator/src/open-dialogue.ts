import type { Check, Clock, Logger } from '@turnfleet/core';
import { openIntents } from '@turnfleet/encoder';
import { type Running, stopAll } from '@turnfleet/service-kit';
import type { WorkerDeps } from '@turnfleet/worker';
import type { Config } from './config.ts';
import type { FlowsFolder } from './flows-folder.ts';
import { meaningEncoder } from './meaning-encoder.ts';
import { watchFlows } from './watch-flows.ts';

type Dialogue = NonNullable<WorkerDeps['dialogue']> & Running & { readonly checks: readonly Check[] };

/** Flows as their folder has them from moment to moment, and the recogniser that tells which one a message wants. */
export async function openDialogue(
  first: FlowsFolder,
  { INTENTS_DIR, ENCODER_DIR }: Pick<Config, 'INTENTS_DIR' | 'ENCODER_DIR'>,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Promise<Dialogue> {
  const encoder = ENCODER_DIR === null ? null : meaningEncoder({ folder: ENCODER_DIR, logger });
  const intents = await openIntents(INTENTS_DIR, encoder);
  const watch = watchFlows({ first, clock, logger });
  return {
    flows: watch.flows,
    recognise: (text, by) => intents.read(text, by),
    checks: [watch.check, ...(encoder ? [encoder.check] : [])],
    stop: () => stopAll([...(encoder ? [encoder] : []), watch]),
  };
}
