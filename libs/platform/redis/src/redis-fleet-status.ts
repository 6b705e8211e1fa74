import type { FleetStatus, RouteChoices, WorkerReport } from '@turnfleet/fleet-status';
import { pairs } from './answer.ts';
import type { RedisConnection } from './connection.ts';
import {
  chooseScript,
  publishReportScript,
  readChoicesScript,
  readReportsScript,
  withdrawReportScript,
} from './fleet-status-scripts.ts';
import type { Script } from './script.ts';

/** Reports and choices of the whole fleet, under one hash tag of their own. */
export function createRedisFleetStatus(redis: Pick<RedisConnection, 'run' | 'prefix'>): FleetStatus & RouteChoices {
  const reports = `{${redis.prefix}:fleet}:reports`;
  const catalogues = `{${redis.prefix}:fleet}:catalogues`;
  const choices = `{${redis.prefix}:fleet}:choices`;
  const run = async (script: Script, key: string, ...args: (string | number)[]): Promise<readonly string[]> => {
    const [, ...answer] = await redis.run(script, [key], args);
    return answer;
  };
  return {
    async publish(report, ttlMs) {
      await run(publishReportScript, reports, report.worker, ttlMs, JSON.stringify(report));
    },
    async withdraw(worker) {
      await run(withdrawReportScript, reports, worker);
    },
    async reports() {
      // Written by `publish` of this or a neighbouring version: a report that lacks something is left out.
      return (await run(readReportsScript, reports)).flatMap((json) => readReport(json) ?? []);
    },
    async publishCatalogue(id, text, ttlMs) {
      await run(publishReportScript, catalogues, id, ttlMs, `${id} ${text}`);
    },
    async catalogues() {
      const all = await run(readReportsScript, catalogues);
      return new Map(all.map((one) => [one.slice(0, one.indexOf(' ')), one.slice(one.indexOf(' ') + 1)]));
    },
    async choices() {
      return new Map(pairs(await run(readChoicesScript, choices)));
    },
    async choose(rule, model) {
      await run(chooseScript, choices, rule, model ?? '');
    },
  };
}

function readReport(json: string): WorkerReport | null {
  const report = JSON.parse(json) as Partial<WorkerReport>;
  const { worker, inFlight, capacity, waiting, queueAgeMs, deployments, catalogue, problems, unusable } = report;
  if (worker === undefined || catalogue === undefined || unusable === undefined || report.timeZone === undefined)
    return null;
  if (!Array.isArray(deployments) || !Array.isArray(problems)) return null;
  const figures = [inFlight, capacity, waiting, queueAgeMs];
  return figures.every((figure) => typeof figure === 'number') ? (report as WorkerReport) : null;
}
