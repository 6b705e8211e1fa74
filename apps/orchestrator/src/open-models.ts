import { createHash } from 'node:crypto';
import { type Check, type Clock, type Logger, type Random, TurnfleetError } from '@turnfleet/core';
import { type FleetLoad, type FleetStatus, type RouteChoices, watchFleet } from '@turnfleet/fleet-status';
import {
  type Catalogue,
  createDeployments,
  createModelRouter,
  createQuotaGate,
  type EndpointQuota,
} from '@turnfleet/model';
import { countTokens, createModelClient, watchCatalogue } from '@turnfleet/model-http';
import type { Running } from '@turnfleet/service-kit';
import type { WorkerDeps } from '@turnfleet/worker';
import { breakerNotes } from './breaker-notes.ts';
import { type Config, keyFromEnvironment } from './config.ts';
import { modelAddresses } from './model-addresses.ts';
import { quotaNotes } from './quota-notes.ts';
import { type ModelsReport, reportModels } from './report-models.ts';

interface OpenModelsDeps {
  /** What this worker calls itself in the fleet. */
  readonly worker: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: Random;
  readonly status: FleetStatus & RouteChoices;
  readonly quota: EndpointQuota;
}

interface Models extends Running {
  readonly forTurns: WorkerDeps['model'];
  /** How busy the fleet is. */
  readonly load: () => FleetLoad;
  /** What an operator has to see to. */
  readonly check: Check;
  readonly report: () => ModelsReport;
  readonly text: () => { readonly id: string; readonly text: string };
}

/** The catalogue as it stands, the way to its endpoints, and who decides between them. */
export function openModels(config: Config, { worker, clock, logger, random, status, quota }: OpenModelsDeps): Models {
  const first = config.MODELS_FILE;
  const addressOf = modelAddresses(config, keyFromEnvironment);
  const nobody = nobodyToAsk(first.catalogue, addressOf);
  if (nobody !== null) {
    const suggestion = 'Set the key of one of them, or name other endpoints in MODELS_FILE.';
    throw new TurnfleetError('invalid_request', nobody, { suggestion });
  }
  const watch = first.path === null ? null : watchCatalogue({ path: first.path, first, clock, logger });
  const source = () => watch?.current() ?? first;
  const catalogue = () => source().catalogue;
  const whyNot = (id: string): string | null => {
    const endpoint = catalogue().endpoints.get(id);
    const address = endpoint && addressOf(endpoint);
    return typeof address === 'string' ? address : null;
  };
  const fleet = watchFleet({ worker, status, clock, logger });
  const deployments = createDeployments({ clock, heard: fleet.hint, ...breakerNotes(logger) });
  const client = createModelClient({ catalogue, addressOf, clock, logger });
  const { load, chosen, workers } = fleet;
  const gate = createQuotaGate({ clock, quota, workers, notes: quotaNotes(logger) });
  const router = createModelRouter({ random, catalogue, deployments, quota: gate, unusable: whyNot, load, chosen });
  const reported = reportModels({
    catalogue,
    deployments,
    quota: gate,
    router,
    whyNot,
    problems: () => watch?.problems() ?? [],
  });
  const text = cachedId(() => source().text);
  return {
    load,
    forTurns: { client, router, countTokens, budgets: () => catalogue().budgets },
    check: {
      name: 'models',
      problem: () => watchProblem(watch?.problems() ?? []) ?? nobodyToAsk(catalogue(), addressOf),
    },
    report: () => ({ ...reported.read(), catalogue: text().id }),
    text,
    stop: async () => {
      reported.stop();
      fleet.stop();
      watch?.stop();
      await client.close();
    },
  };
}

const watchProblem = (problems: readonly string[]): string | null =>
  problems.length === 0
    ? null
    : `MODELS_FILE has mistakes, so the catalogue before stays in force: ${problems.join('; ')}. Correct the file.`;

function nobodyToAsk({ endpoints }: Catalogue, addressOf: ReturnType<typeof modelAddresses>): string | null {
  const reasons = [...endpoints.values()].map((endpoint) => addressOf(endpoint));
  const sentences = reasons.filter((one) => typeof one === 'string');
  return sentences.length < reasons.length
    ? null
    : `No endpoint of the catalogue can be asked: ${sentences.join(', ')}.`;
}

/** Names a text by what it says. */
function cachedId(read: () => string): () => { readonly id: string; readonly text: string } {
  let last = { id: '', text: '' };
  return () => {
    const text = read();
    if (text !== last.text) last = { id: createHash('sha256').update(text).digest('hex').slice(0, 16), text };
    return last;
  };
}
