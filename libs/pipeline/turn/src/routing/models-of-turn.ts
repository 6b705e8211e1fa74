import { TurnfleetError } from '@turnfleet/core';
import {
  type Candidate,
  type CatalogueModel,
  type Deployment,
  deploymentIn,
  type FallbackReason,
  type ModelRouter,
  type Needs,
  type RoutedTurn,
  type StepSize,
  type TurnRouter,
} from '@turnfleet/model';
import type { RouteMetrics } from './route-metrics.ts';

export interface ModelsOfTurnDeps {
  readonly router: ModelRouter;
  readonly routes: RouteMetrics;
}

/** An answer of late, tokens. */
const usualOutputTokens = 80;

/**
 * Who is asked in one turn: the model it began with, step after step, until that one fails. Invariant: no deployment that
 * failed is asked again but by choice of the asker, and no more models than the catalogue allows.
 */
export class ModelsOfTurn {
  readonly #turn: TurnRouter;
  readonly #deps: ModelsOfTurnDeps;
  readonly #size: StepSize;
  readonly #tried: Candidate[] = [];
  readonly #facts: RoutedTurn;
  #needs: Needs;
  #current: Candidate | null;
  #answered: string | null = null;

  constructor(deps: ModelsOfTurnDeps, facts: RoutedTurn, needs: Omit<Needs, 'contextTokens'>, inputTokens: number) {
    this.#deps = deps;
    this.#facts = facts;
    this.#turn = deps.router.begin();
    this.#size = { inputTokens, usualOutputTokens };
    this.#needs = { ...needs, contextTokens: inputTokens };
    const decision = this.#turn.decide(facts, this.#needs, this.#size);
    const ranked = decision.ranked.map(({ candidate }) => candidate);
    // Where the rule has nobody left, anybody who can is better than nobody.
    this.#current = ranked[0] ?? this.#after('unavailable')[0] ?? null;
    deps.routes.decided(facts, decision, this.#current);
  }

  /** Who is asked now. `model_unavailable` when nobody can be. */
  get deployment(): Deployment {
    const deployment = this.#current && deploymentIn(this.#turn.catalogue, this.#current);
    if (deployment) return deployment;
    throw new TurnfleetError('model_unavailable', 'No model can be asked for now: none of their endpoints is usable.');
  }

  /** The model that answers, or was the last to be asked; `''` if none was. */
  get model(): string {
    return this.#answered ?? '';
  }

  /** What a prompt has to fit into. */
  get entry(): CatalogueModel | null {
    return this.#current && (this.#turn.catalogue.models.get(this.#current.model) ?? null);
  }

  /** Counts a call as under way; null if the breaker lets none through. */
  call(): ReturnType<TurnRouter['call']> {
    return this.#current && this.#turn.call(this.#current);
  }

  /** The call that is under way is sent. */
  asked(): void {
    this.#answered = this.deployment.model.id;
  }

  /** Whether `moveOn` would find somebody. */
  hasNext(reason: FallbackReason): boolean {
    return this.#next(reason) !== undefined;
  }

  /** Leaves who was asked for the next of the chain; false, and nothing changes, when the chain is at its end. */
  moveOn(reason: FallbackReason): boolean {
    const [from, next] = [this.#current, this.#next(reason)];
    if (!from || !next) return false;
    this.#tried.push(from);
    this.#current = next;
    this.#deps.routes.movedOn(reason, from, next);
    return true;
  }

  /** Leaves who was asked for the cheapest, as the budget has no room for its worst case; false if nobody's is lower. */
  economize(): boolean {
    const from = this.#current;
    const saving = this.#turn.decide({ ...this.#facts, budget: 'soft' }, this.#needs, this.#size);
    const next = saving.ranked.find(({ candidate }) => from !== null && candidate.worstCase < from.worstCase);
    if (!from || !next) return false;
    this.#current = next.candidate;
    this.#deps.routes.movedOn('budget', from, next.candidate);
    return true;
  }

  #next(reason: FallbackReason): Candidate | undefined {
    const failed = this.#current;
    if (!failed) return undefined;
    const larger = reason === 'context_too_long' ? this.deployment.model.contextTokens + 1 : 0;
    const needs = { ...this.#needs, contextTokens: Math.max(this.#needs.contextTokens, larger) };
    const tried = [...this.#tried, failed];
    const models = new Set(tried.map(({ model }) => model));
    const mayAsk = ({ model }: Candidate) => models.has(model) || models.size < this.#turn.catalogue.maxModelsPerTurn;
    return this.#after(reason, tried, needs).find(mayAsk);
  }

  #after(reason: FallbackReason, tried: readonly Candidate[] = [], needs = this.#needs): readonly Candidate[] {
    return this.#turn.after(reason, tried, needs, this.#size);
  }
}
