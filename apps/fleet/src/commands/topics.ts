import { type Clock, type Logger, TurnfleetError } from '@turnfleet/core';
import { checkTopics, ensureTopics } from '@turnfleet/kafka';
import { hostPorts } from '@turnfleet/service-kit';
import type { Terminal } from './chat.ts';

export interface TopicsDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly terminal: Terminal;
}

/** Reads `KAFKA_BROKERS`; `invalid_request` if it is missing or not a list of addresses. */
export function brokersFrom(value: string | undefined): readonly string[] {
  const brokers = hostPorts.safeParse(value);
  if (brokers.success) return brokers.data;
  throw new TurnfleetError(
    'invalid_request',
    'KAFKA_BROKERS must name the cluster: host:port, several separated by commas.',
    {
      suggestion: 'For example: KAFKA_BROKERS=127.0.0.1:9092 npx turnfleet topics create',
    },
  );
}

/** Creates the topics that are missing. */
export async function createTopics(brokers: readonly string[], { clock, logger, terminal }: TopicsDeps): Promise<void> {
  const { created, existing } = await ensureTopics({ brokers, clientId: 'turnfleet-topics', clock, logger });
  for (const topic of created) terminal.write(`created  ${topic}\n`);
  for (const topic of existing) terminal.write(`exists   ${topic}\n`);
  if (existing.length > 0)
    terminal.write('Settings of existing topics were left as they are; `npx turnfleet topics check` compares them.\n');
}

/** Prints every difference between the topics and what they must be; true if there is none. */
export async function verifyTopics(
  brokers: readonly string[],
  { clock, logger, terminal }: TopicsDeps,
): Promise<boolean> {
  const findings = await checkTopics({ brokers, clientId: 'turnfleet-topics', clock, logger });
  for (const { topic, setting, expected, actual, meaning } of findings) {
    terminal.write(`${topic}: ${setting} is ${actual}, must be ${expected}\n  ${meaning}\n`);
  }
  if (findings.length === 0) terminal.write('All topics are as they must be.\n');
  return findings.length === 0;
}
