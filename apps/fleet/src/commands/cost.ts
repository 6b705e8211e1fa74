import { readFile } from 'node:fs/promises';
import { TurnfleetError } from '@turnfleet/core';
import type { Catalogue } from '@turnfleet/model';
import type { Env } from '@turnfleet/service-kit';
import { type Command, Option } from 'commander';
import type { Terminal } from './chat.ts';
import { type Grouping, groupings } from './sum-costs.ts';
import type { LogDeps } from './with-kafka-log.ts';

interface CostDeps extends LogDeps {
  readonly terminal: Terminal;
}

interface Given {
  readonly by: Grouping;
  readonly compare?: string;
  readonly since?: string;
  readonly json?: boolean;
}

const about = {
  clientId: 'turnfleet-cost',
  lost: 'what turns cost too',
  example: 'KAFKA_BROKERS=127.0.0.1:9092 npx turnfleet cost',
};

/** `turnfleet cost`. */
export function addCostCommand(program: Command, { terminal, ...deps }: CostDeps): void {
  program
    .command('cost')
    .description('what model calls cost, added up from chat.usage (needs KAFKA_BROKERS)')
    .addOption(new Option('--by <what>', 'a line for each of these').choices(groupings).default('model'))
    .option('--compare <model>', 'what this model alone would have cost; strongest: that of MODELS_FILE')
    .option('--since <time>', 'only turns that ended since, like 2026-01-31 (UTC) or with a time')
    .option('--json', 'as JSON, amounts as exact decimals')
    .action(async ({ by, compare, since, json }: Given) => {
      const [{ withKafkaLog }, { modelNamed, readCosts }, { costJson, costText }] = await Promise.all([
        import('./with-kafka-log.ts'),
        import('./read-costs.ts'),
        import('./cost-text.ts'),
      ]);
      const compareWith = compare === undefined ? null : modelNamed(await catalogueOf(deps.env), compare);
      const query = { by, compareWith, since: since === undefined ? 0 : instantOf(since) };
      const costs = await withKafkaLog(deps, about, (log) => readCosts(log, query));
      const { groups, total } = costs;
      const told = { groups, total, by, comparedWith: compareWith?.id ?? null };
      terminal.write(json ? costJson(told) : costText(told));
    });
}

function instantOf(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new TurnfleetError('invalid_request', `--since ${text} is no time: like 2026-01-31 or 2026-01-31T08:00:00Z.`);
}

/** The prices that the fleet goes by, as far as this environment knows. */
async function catalogueOf(env: Env): Promise<Catalogue> {
  const { builtInCatalogue, readCatalogue } = await import('@turnfleet/model');
  const path = env['MODELS_FILE'];
  if (!path) return builtInCatalogue;
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new TurnfleetError('invalid_request', `MODELS_FILE ${path} cannot be read.`, { cause });
  });
  const read = readCatalogue(text);
  if (read.ok) return read.catalogue;
  throw new TurnfleetError('invalid_request', `MODELS_FILE ${path} has mistakes: ${read.problems.join('; ')}.`);
}
