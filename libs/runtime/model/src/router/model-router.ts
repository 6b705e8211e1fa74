import type { Random } from '@turnfleet/core';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FallbackReason } from '../catalogue/catalogue-file.ts';
import type { Admitted, QuotaGate } from '../limits/quota-gate.ts';
import { type Place, WaitingLines } from '../limits/waiting-lines.ts';
import type { Usd } from '../money/usd.ts';
import type { Candidate } from '../routing/candidate.ts';
import { leastInFlight } from '../routing/least-in-flight.ts';
import { isPeak, type PeakLoad } from '../routing/peak.ts';
import { doubtedLast, type Needs, type RouteDecision, route } from '../routing/route.ts';
import type { RouteFacts, RouteRule } from '../routing/rule.ts';
import { askedToWait, type ConsiderDeps, considerAll, type StepSize } from './consider.ts';
import type { DeploymentCallEnd, DeploymentRef, Deployments } from './deployments.ts';
import { deploymentLine, type HeldCall, heldBehindOthers } from './held-call.ts';

export interface RouterDeps extends Pick<ConsiderDeps, 'unusable'> {
  readonly random: Random;
  /** As it stands. */
  readonly catalogue: () => Catalogue;
  readonly deployments: Deployments;
  readonly quota: QuotaGate;
  readonly load: () => PeakLoad;
  /** Models that an operator put in front of a rule, by the rule's name; `*`: of every rule. */
  readonly chosen: () => ReadonlyMap<string, string>;
}

/** A turn as routing sees it; the rest of the facts is the fleet's. */
export interface RoutedTurn extends Omit<RouteFacts, 'peak'> {
  /** The model that answered the conversation last, null if none did or it may change. */
  readonly lastModel: string | null;
  readonly budgetLeft: Usd | null;
  /** The group of the catalogue that it asked for, null for none. */
  readonly group?: string | null;
}

export interface TurnDecision extends RouteDecision {
  readonly peak: boolean;
  /** The model that an operator put in front of the rule, null if none did. */
  readonly chosen: string | null;
  /** The budget is past its soft limit, and the rule does not ask for that itself: the cheapest model answers. */
  readonly saving: boolean;
}

export interface ModelRouter {
  /** For one turn, which keeps the catalogue that it begins with. */
  begin(): TurnRouter;
  /** Turns of this process that wait for room at an endpoint. */
  waiting(endpoint: string): number;
}

export interface TurnRouter {
  readonly catalogue: Catalogue;
  /** Who answers a turn and who comes next, best first; `ranked` is empty when nobody may be asked. */
  decide(turn: RoutedTurn, needs: Needs, size: StepSize): TurnDecision;
  /**
   * Counts a call of about that many tokens as under way; null if the breaker lets none through. Every call that begins
   * ends, once. Those that wait in the line come first.
   */
  call(ref: DeploymentRef, tokens: number): Promise<RoutedCall | HeldCall | null>;
  /** Where it waits for room, if it does. */
  readonly place: Place;
  /** Where the models may be asked now, doubted ones last. */
  open(models: readonly string[], needs: Needs, size: StepSize): readonly Candidate[];
  /** Who is asked after a failure, best first; no deployment of `tried`. */
  after(reason: FallbackReason, tried: readonly DeploymentRef[], needs: Needs, size: StepSize): readonly Candidate[];
}

export interface RoutedCall {
  end(how: DeploymentCallEnd): void;
}

export function createModelRouter(deps: RouterDeps): ModelRouter {
  const { deployments, quota, unusable, load, chosen, random } = deps;
  const lines = new WaitingLines();
  let peak = false;

  return {
    waiting(endpoint) {
      const models = [...deps.catalogue().models.keys()];
      return lines.waiting([endpoint, ...models.map((model) => deploymentLine({ model, endpoint }))]);
    },
    begin() {
      const catalogue = deps.catalogue();
      const place = lines.place();
      const heldInLine = (ref: DeploymentRef): HeldCall | null => heldBehindOthers(place, ref, catalogue);
      const considering: ConsiderDeps = { catalogue, deployments, quota, heldInLine, unusable };
      const open: TurnRouter['open'] = (models, needs, size) => {
        const all = considerAll(considering, models, {}, needs, size);
        const free = all.flatMap(({ candidate, excluded }) => (excluded === null ? [candidate] : []));
        // The order of the models stands; of one model's endpoints none is always the first.
        const byModel = [...Map.groupBy(free, ({ model }) => model).values()];
        const ordered = byModel.flatMap((endpoints) => leastInFlight(endpoints, random));
        return doubtedLast(ordered, (candidate) => candidate);
      };
      return {
        catalogue,
        open,
        place,
        async call(ref, tokens) {
          const endpoint = catalogue.endpoints.get(ref.endpoint);
          const left = askedToWait(deployments.read(ref).limitedForMs);
          if (left) return { ...left, line: deploymentLine(ref) };
          const others = heldInLine(ref);
          const limit = others && endpoint ? quota.held(endpoint, tokens) : null;
          if (others) return { ...others, waitMs: others.waitMs + (limit?.waitMs ?? 0) };
          const begun = deployments.begin(ref);
          if (!begun || !endpoint) return begun;
          const entered = await quota.enter(endpoint, tokens);
          if ('settle' in entered) return settledBy(begun, entered);
          begun.end({ kind: 'withdrawn' });
          return { ...entered, line: ref.endpoint };
        },
        decide(turn, needs, size) {
          const { peak: thresholds } = catalogue;
          const rules = turn.budget === 'free' ? rulesWithin(catalogue, turn.group ?? null) : savingRules(catalogue);
          const saves = (rule: RouteRule): boolean => turn.budget !== 'free' && rule.when.budget === undefined;
          peak = isPeak(peak, load(), thresholds);
          const choices = chosen();
          const consider = (rule: RouteRule) =>
            considerAll(
              considering,
              saves(rule) ? rule.models : modelsOf(rule, catalogue, choices),
              rule.weights,
              needs,
              size,
            );
          const preferred = (rule: RouteRule): string | null =>
            saves(rule) ? null : chosenFor(rule, catalogue, choices);
          const decision = route(rules, { ...turn, peak }, consider, { random, budgetLeft: turn.budgetLeft }, (rule) =>
            saves(rule) ? null : (preferred(rule) ?? turn.lastModel),
          );
          // The last rule of every catalogue matches.
          const decided = decision ?? { rule: lastOf(rules), ranked: [], excluded: [] };
          return { ...decided, peak, chosen: preferred(decided.rule), saving: saves(decided.rule) };
        },
        after(reason, tried, needs, size) {
          const { fallback } = catalogue;
          const triedModels = new Set(tried.map(({ model }) => model));
          const again = (one: DeploymentRef): boolean => tried.some((ref) => isSame(ref, one));
          const chain = fallback[reason].filter((model) => !triedModels.has(model));
          return open(withTried(reason, [...triedModels], chain), needs, size).filter((one) => !again(one));
        },
      };
    },
  };
}

/** Where the same models stand elsewhere: first if they could not be reached, as an answer then does not change its voice. */
function withTried(reason: FallbackReason, tried: readonly string[], chain: readonly string[]): readonly string[] {
  switch (reason) {
    case 'unavailable':
      return [...tried, ...chain];
    // It may be the endpoint's as well as the model's.
    case 'empty_answer':
    case 'ignored_tool':
      return [...chain, ...tried];
    case 'context_too_long':
    case 'refused':
      return chain;
  }
}

/** Past a soft limit the cheapest of all answers, whatever the rule prefers, but for rules about budgets. */
function savingRules({ rules, models }: Catalogue): readonly RouteRule[] {
  return rules.map((rule) =>
    rule.when.budget === undefined
      ? { ...rule, strategy: 'cheapest', models: [...models.keys()], weights: {}, hedge: false }
      : rule,
  );
}

function settledBy(call: RoutedCall, { settle }: Admitted): RoutedCall {
  return {
    end: (how) => {
      call.end(how);
      if (how.kind === 'ended' && how.usedTokens !== undefined) settle(how.usedTokens);
    },
  };
}

/** A turn that asked for a group gets its models, by whichever rule; whose budget is spent, what there is for those. */
function rulesWithin({ rules, groups }: Catalogue, group: string | null): readonly RouteRule[] {
  const models = group === null ? undefined : groups.get(group);
  return models ? rules.map((rule) => (rule.when.budget === undefined ? { ...rule, models } : rule)) : rules;
}

/** The model that an operator put in front of a rule. One that the catalogue has not is as good as none. */
function chosenFor({ name }: RouteRule, { models }: Catalogue, chosen: ReadonlyMap<string, string>): string | null {
  const model = chosen.get(name) ?? chosen.get('*') ?? null;
  return model !== null && models.has(model) ? model : null;
}

/** A model that an operator chose is considered even where the rule does not list it. */
function modelsOf(rule: RouteRule, catalogue: Catalogue, chosen: ReadonlyMap<string, string>): readonly string[] {
  const model = chosenFor(rule, catalogue, chosen);
  return model === null ? rule.models : [...new Set([model, ...rule.models])];
}

const isSame = (a: DeploymentRef, b: DeploymentRef): boolean => a.model === b.model && a.endpoint === b.endpoint;

function lastOf(rules: readonly RouteRule[]): RouteRule {
  const last = rules.at(-1);
  if (last) return last;
  return { name: 'none', when: {}, strategy: 'cheapest', models: [], weights: {}, hedge: false };
}
