import { type Random, TurnfleetError } from '@turnfleet/core';
import {
  type Candidate,
  type CatalogueModel,
  type Deployment,
  deploymentIn,
  deploymentLine,
  type Excluded,
  type FallbackReason,
  type HeldCall,
  type ModelRequest,
  type ModelRouter,
  type Needs,
  type Place,
  type RoutedCall,
  type RoutedTurn,
  type StepSize,
  type TurnRouter,
} from '@turnfleet/model';
import type { RouteMetrics } from './route-metrics.ts';

/** Somebody else who is asked beside the current one. */
export interface HedgeOfTurn {
  readonly deployment: Deployment;
  /** Counts a call as under way; null if there is no room for it. */
  readonly call: (request: ModelRequest) => Promise<RoutedCall | null>;
  /** The one that spoke first is the current one from now on. */
  readonly ended: (winner: 'first' | 'second' | null) => void;
}

/** Another model that is asked the same, unseen. */
export type ShadowOfModels = Pick<HedgeOfTurn, 'deployment' | 'call'>;

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
  readonly #mayHedge: boolean;
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
    this.#mayHedge = decision.rule.hedge;
    const ranked = decision.ranked.map(({ candidate }) => candidate);
    // Where the rule has nobody left, anybody who can is better than nobody.
    this.#current = ranked[0] ?? this.#after('unavailable')[0] ?? soonest(decision.excluded);
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

  /** Counts a call as under way; null if the breaker lets none through, or why and how long its endpoint takes none. */
  async call(request: ModelRequest): Promise<RoutedCall | HeldCall | null> {
    const call = this.#current && (await this.#callAt(this.#current, this.deployment, request));
    if (call && 'end' in call) this.place.leave();
    return call;
  }

  /** Who is asked now wants to be left alone for a while: later turns do not come before this one. */
  waitInLine(): void {
    if (this.#current) this.place.join(deploymentLine(this.#current));
  }

  /** Where the turn waits for room, if it does; whoever joined a line leaves it. */
  get place(): Place {
    return this.#turn.place;
  }

  /** The call that is under way is sent. */
  asked(): void {
    this.#answered = this.deployment.model.id;
  }

  /** For how long the current one mostly is silent at most, if somebody may be asked beside it then; else null. */
  get hedgeAfterMs(): number | null {
    return this.#mayHedge && this.#current ? this.#current.measured.silentP95Ms : null;
  }

  /** The same model at another endpoint or, without one, the next of the chain that is elsewhere. */
  hedge(): HedgeOfTurn | null {
    const first = this.#current;
    const second = first && this.#after('unavailable', [...this.#tried, first]).find(isElsewhere(first));
    const deployment = second && deploymentIn(this.#turn.catalogue, second);
    if (!deployment) return null;
    return {
      deployment,
      call: this.#callOf(second, deployment),
      ended: (winner) => {
        this.#deps.routes.hedged(first, second, winner);
        if (winner === null) this.#tried.push(second);
        if (winner !== 'second') return;
        this.#current = second;
        this.#answered = second.model;
      },
    };
  }

  /** The candidate of the catalogue, for its share of the turns; null for the others, and where it answers them itself. */
  shadow(random: Random): ShadowOfModels | null {
    const { shadow } = this.#turn.catalogue;
    if (!shadow || shadow.model === this.#current?.model || random() >= shadow.share) return null;
    const [candidate] = this.#turn.open([shadow.model], this.#needs, this.#size);
    const deployment = candidate && deploymentIn(this.#turn.catalogue, candidate);
    return deployment ? { deployment, call: this.#callOf(candidate, deployment) } : null;
  }

  #callOf(candidate: Candidate, deployment: Deployment): HedgeOfTurn['call'] {
    return async (request) => {
      const call = await this.#callAt(candidate, deployment, request);
      return call && 'end' in call ? call : null;
    };
  }

  #callAt(
    candidate: Candidate,
    { endpoint }: Deployment,
    request: ModelRequest,
  ): Promise<RoutedCall | HeldCall | null> {
    // Counting costs more than the call it is for, unless somebody wants to know.
    const tokens = endpoint.tokensPerMinute === null ? 0 : tokensOf(request) + usualOutputTokens;
    return this.#turn.call(candidate, tokens);
  }

  /** Whether `moveOn` would find somebody. */
  hasNext(reason: FallbackReason): boolean {
    return this.#next(reason) !== undefined;
  }

  /** Leaves who was asked for the next of the chain; false, and nothing changes, when the chain is at its end. */
  moveOn(reason: FallbackReason): boolean {
    return this.#leave(reason, true);
  }

  /** Leaves who could not be asked for want of room; may come back to it. */
  stepAside(): boolean {
    return this.#leave('unavailable', false);
  }

  #leave(reason: FallbackReason, asked: boolean): boolean {
    const [from, next] = [this.#current, this.#next(reason)];
    if (!from || !next) return false;
    if (asked) this.#tried.push(from);
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

const isElsewhere =
  (first: Candidate) =>
  ({ endpoint }: Candidate): boolean =>
    endpoint !== first.endpoint;

/** Of those that only have to be waited for. */
function soonest(excluded: readonly Excluded[]): Candidate | null {
  const waiting = excluded.filter(({ waitMs = Number.POSITIVE_INFINITY }) => Number.isFinite(waitMs));
  return waiting.toSorted((a, b) => (a.waitMs ?? 0) - (b.waitMs ?? 0))[0]?.candidate ?? null;
}

const bytesPerToken = 4;

/** Of a prompt, about. */
const tokensOf = ({ messages }: ModelRequest): number =>
  Math.ceil(Buffer.byteLength(JSON.stringify(messages)) / bytesPerToken);
