import { trace } from '@opentelemetry/api';
import type { Candidate, FallbackReason, RoutedTurn, TurnDecision } from '@turnfleet/model';
import { attributes, counter } from '@turnfleet/telemetry';

export interface RouteMetrics {
  decided(turn: RoutedTurn, decision: TurnDecision, first: Candidate | null): void;
  /** Another one is asked. */
  movedOn(reason: FallbackReason | 'budget', from: Candidate, to: Candidate): void;
  /** A second was asked beside a first that was silent; `winner` spoke first, null if neither did. */
  hedged(first: Candidate, second: Candidate, winner: 'first' | 'second' | null): void;
}

/** Tells of every choice of a model: in the span of the turn, and counted. */
export function routeMetrics(): RouteMetrics {
  const routes = counter('turnfleet.routes');
  const moves = counter('turnfleet.routes.moved');
  const hedges = counter('turnfleet.routes.hedged');
  return {
    decided: (turn, decision, first) => {
      const { rule, ranked, excluded, peak } = decision;
      routes.add(1, { rule: rule.name, model: first?.model ?? '' });
      const changed = whyChanged(turn, decision, first);
      trace.getActiveSpan()?.setAttributes({
        [attributes.routeRule]: rule.name,
        [attributes.routeStrategy]: rule.strategy,
        [attributes.routeModel]: first?.model ?? '',
        [attributes.routeEndpoint]: first?.endpoint ?? '',
        [attributes.routeCandidates]: ranked.map(
          ({ candidate, score, why }) =>
            `${nameOf(candidate)}: ${score} (${why}${candidate.doubted ? ', doubted by other workers' : ''})`,
        ),
        [attributes.routeExcluded]: excluded.map(({ candidate, why }) => `${nameOf(candidate)}: ${why}`),
        [attributes.routeComplexity]: turn.complexity,
        [attributes.routePeak]: peak,
        ...(changed === null ? {} : { [attributes.routeChanged]: changed }),
      });
    },
    movedOn: (reason, from, to) => {
      moves.add(1, { reason, from: from.model, to: to.model });
      trace.getActiveSpan()?.addEvent('turnfleet.route.moved', {
        [attributes.routeReason]: reason,
        [attributes.routeModel]: to.model,
        [attributes.routeEndpoint]: to.endpoint,
      });
    },
    hedged: (first, second, winner) => {
      hedges.add(1, { endpoint: first.endpoint, winner: winner ?? 'none' });
      trace.getActiveSpan()?.addEvent('turnfleet.route.hedged', {
        [attributes.routeModel]: second.model,
        [attributes.routeEndpoint]: second.endpoint,
        [attributes.routeWinner]: winner ?? 'none',
      });
    },
  };
}

const nameOf = ({ model, endpoint }: Candidate): string => `${model} at ${endpoint}`;

/** Why a conversation gets another model than the one that answered it last; null if it does not. */
function whyChanged(
  { lastModel }: Pick<RoutedTurn, 'lastModel'>,
  { rule, ranked, excluded, chosen, saving }: TurnDecision,
  first: Candidate | null,
): string | null {
  if (lastModel === null || first === null || first.model === lastModel) return null;
  if (saving) return `${lastModel} before: the budget is past its soft limit`;
  if (chosen === first.model) return `${lastModel} before: an operator chose ${chosen}`;
  const isLast = ({ candidate }: { readonly candidate: Candidate }): boolean => candidate.model === lastModel;
  const doubted = ranked.some(isLast) ? 'breakers of other workers are open' : undefined;
  const why = excluded.find(isLast)?.why ?? doubted;
  return `${lastModel} before: ${why ?? `the rule "${rule.name}" does not use it`}`;
}
