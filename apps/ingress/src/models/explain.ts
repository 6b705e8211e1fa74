import type { Explanation, explainSchema } from '@turnfleet/contract/http';
import { localeOf } from '@turnfleet/contract/schemas';
import type { Random } from '@turnfleet/core';
import { fleetLoad } from '@turnfleet/fleet-status';
import { complexityOf, createModelRouter, minuteOfDay, mismatch, ownQuota, type RoutedTurn } from '@turnfleet/model';
import type { z } from 'zod';
import { type FleetModels, unusableIn } from './fleet-models.ts';
import { sumDeployments } from './sum-deployments.ts';
import { sumLimits } from './sum-limits.ts';

/** A prompt of usual size: what the shop's rules and the description of the tools take. */
const usualPromptTokens = 2_000;
const usualOutputTokens = 80;
const nothingUsed = ownQuota({ monotonic: () => 0 });

/** What would be decided of a turn now, by the fleet's own router over what its workers say, and why. */
export function explain(
  { catalogue, reports, choices }: FleetModels,
  { text, level, tenant = 'default', locale, channel }: z.output<typeof explainSchema>,
  { now, random }: { readonly now: number; readonly random: Random },
): Explanation {
  const complexity = complexityOf(text);
  const known = new Map(sumDeployments(catalogue, reports).map((one) => [`${one.model}@${one.endpoint}`, one]));
  const limits = new Map(sumLimits(catalogue, reports).map((one) => [one.endpoint, one]));
  const router = createModelRouter({
    random,
    catalogue: () => catalogue,
    load: () => fleetLoad(reports),
    chosen: () => choices,
    unusable: (endpoint) => unusableIn(reports, endpoint),
    deployments: {
      begin: () => null,
      read: ({ model, endpoint }) => {
        const one = known.get(`${model}@${endpoint}`);
        return {
          measured: {
            firstTokenMs: one?.firstTokenMs ?? null,
            firstTokenP95Ms: one?.firstTokenP95Ms ?? null,
            silentP95Ms: null,
            msPerToken: null,
            successes: one?.successes ?? 0,
            failures: one?.failures ?? 0,
          },
          inFlight: one?.inFlight ?? 0,
          breaker: one?.breaker ?? 'closed',
          doubted: false,
          limitedForMs: one?.limitedForMs ?? null,
        };
      },
    },
    quota: {
      held: (endpoint, tokens) => {
        const { held = null, heldForMs = null } = limits.get(endpoint.id) ?? {};
        // What no minute has room for is known without asking the workers.
        if (held === null || heldForMs === null) return nothingUsed.held(endpoint, tokens);
        return { why: held, waitMs: heldForMs };
      },
      used: () => ({ requests: 0, tokens: 0 }),
      enter: async () => ({ settle: () => undefined }),
    },
  });
  const facts: RoutedTurn = {
    complexity: complexity.score,
    level: level ?? null,
    tenant,
    locale: locale ?? localeOf(text),
    channel: channel ?? null,
    minuteOfDay: minuteOfDay(reports[0].timeZone, now),
    budget: 'free',
    budgetLeft: null,
    lastModel: null,
  };
  const needs = { tools: true, forcedTools: false, vision: false, contextTokens: usualPromptTokens };
  const decision = router.begin().decide(facts, needs, { inputTokens: usualPromptTokens, usualOutputTokens });
  const { rule, ranked, excluded, peak, chosen } = decision;
  const [winner] = ranked;
  return {
    complexity: { score: complexity.score, reasons: [...complexity.reasons] },
    peak,
    rules: catalogue.rules.map((one) => ({ name: one.name, why: mismatch(one, { ...facts, peak }) })),
    rule: rule.name,
    strategy: rule.strategy,
    chosen,
    candidates: [
      ...ranked.map(({ candidate, score, why }) => ({
        model: candidate.model,
        endpoint: candidate.endpoint,
        score: Number.isFinite(score) ? score : null,
        figures: why,
        lost: candidate === winner?.candidate ? null : whyLost(winner?.candidate.model ?? '', chosen, rule.strategy),
      })),
      ...excluded.map(({ candidate, why, waitMs }) => ({
        ...{ model: candidate.model, endpoint: candidate.endpoint, score: null, figures: '' },
        lost:
          waitMs === undefined || !Number.isFinite(waitMs) ? why : `${why}, for another ${Math.ceil(waitMs / 1_000)} s`,
      })),
    ],
  };
}

const whyLost = (winner: string, chosen: string | null, strategy: string): string =>
  winner === chosen ? `an operator chose ${winner}` : `${winner} comes before it by "${strategy}"`;
