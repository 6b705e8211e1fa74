import { silentLogger, TurnfleetError } from '@turnfleet/core';
import { ensureTopics } from '@turnfleet/kafka';
import { openLoader } from '../consumers/loader.ts';
import type { Settings } from '../settings.ts';
import type { KillReport } from './executions.ts';
import { killedWorker } from './killed-worker.ts';
import { resultOf, type StragglerResult } from './result.ts';
import { type StuckKeyReport, stuckKey } from './stuck-key.ts';
import type { ConsumerName } from './worker-settings.ts';

const forStuckKey: readonly ConsumerName[] = ['turnfleet', 'eachMessage', 'nestjs'];
const forKilledWorker: readonly ConsumerName[] = ['orchestrator', 'eachMessage', 'nestjs'];

/** One key stuck, then one of two workers killed; all contenders, alternating, `rounds` times. */
export async function runStraggler(settings: Settings): Promise<StragglerResult> {
  const { servers, rounds, clock, log } = settings;
  if (!servers.owned)
    throw new TurnfleetError('invalid_request', 'straggler takes over chat.turns and its state, and kills workers.', {
      suggestion:
        'Run it without KAFKA_BROKERS and REDIS_URL, and with nothing on their default ports: then it starts its own.',
    });
  await ensureTopics({ brokers: servers.brokers, clientId: 'bench', clock, logger: silentLogger });
  const loader = await openLoader(servers.brokers);
  const stuck = forStuckKey.map((name) => ({ name, reports: [] as StuckKeyReport[] }));
  const killed = forKilledWorker.map((name) => ({ name, reports: [] as KillReport[] }));
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const { name, reports } of stuck) {
        log(`round ${round} of ${rounds}, one key stuck: ${name}`);
        reports.push(await stuckKey(settings, loader, name));
        log(`  ${JSON.stringify(reports.at(-1))}`);
      }
      for (const { name, reports } of killed) {
        log(`round ${round} of ${rounds}, one of two workers killed: ${name}`);
        reports.push(await killedWorker(settings, loader, name));
        log(`  ${JSON.stringify(reports.at(-1))}`);
      }
    }
  } finally {
    await loader.close();
  }
  return resultOf(rounds, stuck, killed);
}
