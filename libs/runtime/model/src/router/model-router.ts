import type { Clock, Random } from '@turnfleet/core';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FallbackReason } from '../catalogue/catalogue-file.ts';
import type { Usd } from '../money/usd.ts';
import type { Candidate } from '../routing/candidate.ts';
import { isPeak, type Load } from '../routing/peak.ts';
import { type Needs, type RouteDecision, route } from '../routing/route.ts';
import type { RouteFacts, RouteRule } from '../routing/rule.ts';
import { type ConsiderDeps, considerAll, type StepSize } from './consider.ts';
import type { DeploymentRef, Deployments } from './deployments.ts';

export interface RouterDeps extends Pick<ConsiderDeps, 'unusable'> {
  readonly clock: Clock;
  readonly random: Random;
  /** As it stands; a turn keeps the one it began with. */
  readonly catalogue: () => Catalogue;
  readonly deployments: Deployments;
  readonly load: () => Load;
  /** Models that an operator put in front of a rule, by the rule's name; `*`: of every rule. */
  readonly chosen: () => ReadonlyMap<string, string>;
}

/** A turn as routing sees it; the rest of the facts is the fleet's. */
export interface RoutedTurn extends Omit<RouteFacts, 'peak'> {
  /** The model that answered the conversation last, null if none did or it may change. */
  readonly lastModel: string | null;
  readonly budgetLeft: Usd | null;
}

export interface ModelRouter {
  /** Who answers a turn and who comes next, best first; `ranked` is empty when nobody may be asked. */
  decide(turn: RoutedTurn, needs: Needs, size: StepSize): RouteDecision;
  /** Who is asked after a failure, best first; nobody of `tried`. */
  after(reason: FallbackReason, tried: readonly DeploymentRef[], needs: Needs, size: StepSize): readonly Candidate[];
}

export function createModelRouter(deps: RouterDeps): ModelRouter {
  const { catalogue, deployments, unusable, load, chosen, random } = deps;
  let peak = false;
  const considering = (): ConsiderDeps => ({ catalogue: catalogue(), deployments, unusable });

  return {
    decide(turn, needs, size) {
      const { rules, peak: thresholds } = catalogue();
      peak = isPeak(peak, load(), thresholds);
      const facts: RouteFacts = { ...turn, peak };
      const consider = (rule: RouteRule) =>
        considerAll(considering(), modelsOf(rule, chosen()), rule.weights, needs, size);
      const preferred = (rule: RouteRule): string | null => chosen().get(rule.name) ?? chosen().get('*') ?? null;
      const decision = route(
        rules,
        facts,
        consider,
        { random, budgetLeft: turn.budgetLeft },
        (rule) => preferred(rule) ?? turn.lastModel,
      );
      // The last rule of every catalogue matches.
      return decision ?? { rule: lastOf(rules), ranked: [], excluded: [] };
    },
    after(reason, tried, needs, size) {
      const { fallback, models } = catalogue();
      const triedModels = new Set(tried.map(({ model }) => model));
      const again = (one: DeploymentRef): boolean => tried.some((ref) => isSame(ref, one));
      // The same model elsewhere first: the shopper's answer does not change its voice.
      const elsewhere = reason === 'unavailable' ? [...triedModels] : [];
      const chain = fallback[reason].filter((model) => models.has(model) && !triedModels.has(model));
      return considerAll(considering(), [...elsewhere, ...chain], {}, needs, size).flatMap(({ candidate, excluded }) =>
        excluded === null && !again(candidate) ? [candidate] : [],
      );
    },
  };
}

/** A model that an operator chose is considered even where the rule does not list it. */
function modelsOf({ name, models }: RouteRule, chosen: ReadonlyMap<string, string>): readonly string[] {
  const model = chosen.get(name) ?? chosen.get('*');
  return model === undefined ? models : [...new Set([model, ...models])];
}

const isSame = (a: DeploymentRef, b: DeploymentRef): boolean => a.model === b.model && a.endpoint === b.endpoint;

function lastOf(rules: readonly RouteRule[]): RouteRule {
  const last = rules.at(-1);
  if (last) return last;
  return { name: 'none', when: {}, strategy: 'cheapest', models: [], weights: {}, hedge: false };
}
