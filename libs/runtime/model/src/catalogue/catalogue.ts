import type { ListPrices, Prices } from '../money/price.ts';
import type { Usd } from '../money/usd.ts';
import type { PeakThresholds } from '../routing/peak.ts';
import type { RouteRule } from '../routing/rule.ts';
import type { FallbackReason } from './catalogue-file.ts';

export interface CatalogueEndpoint {
  readonly id: string;
  readonly api: 'openai' | 'anthropic';
  readonly baseUrl: string;
  readonly keyVariable: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
}

export type Capability = 'tools' | 'parallel_tools' | 'forced_tools' | 'seed' | 'vision';

export interface CatalogueModel {
  /** The name Turnfleet uses: in rules, replies, cost and telemetry. */
  readonly id: string;
  /** Endpoints that serve it, in the file's order, each with the name it has there. */
  readonly at: readonly { readonly endpoint: string; readonly name: string }[];
  readonly listPrices: ListPrices;
  readonly prices: Prices;
  /** Tokens of prompt and answer together. */
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  readonly latency: 'fast' | 'medium' | 'slow';
  /** 1 (weakest) to 10. */
  readonly strength: number;
  readonly can: ReadonlySet<Capability>;
  readonly request: {
    readonly tokenLimit?: 'max_tokens' | 'max_completion_tokens' | undefined;
    readonly without?: readonly ('stream_options' | 'temperature' | 'seed' | 'stop' | 'tool_choice')[] | undefined;
    readonly thoughtsBack?: boolean | undefined;
    readonly streaming?: boolean | undefined;
  };
  readonly firstByteMs: number | undefined;
  readonly stallMs: number | undefined;
}

/** What one tenant, or each of its users, may spend in a day (UTC). */
export interface Budget {
  /** Null: every tenant by itself. */
  readonly tenant: string | null;
  readonly perUser: boolean;
  /** From here on the cheapest model answers. */
  readonly softPerDay: Usd;
  /** From here on turns are declined. */
  readonly hardPerDay: Usd;
}

/** A catalogue and the text it was read from. */
export interface CatalogueSource {
  readonly catalogue: Catalogue;
  readonly text: string;
}

/** Everything that decides which model answers, checked as a whole: every name in it leads somewhere. */
export interface Catalogue {
  readonly endpoints: ReadonlyMap<string, CatalogueEndpoint>;
  readonly models: ReadonlyMap<string, CatalogueModel>;
  /** Model ids by group. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly rules: readonly RouteRule[];
  /** Model ids to try next, best first. */
  readonly fallback: Readonly<Record<FallbackReason, readonly string[]>>;
  readonly maxModelsPerTurn: number;
  readonly peak: PeakThresholds;
  readonly budgets: readonly Budget[];
  readonly shadow: { readonly model: string; readonly share: number } | null;
}
