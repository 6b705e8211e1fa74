import type { ShopZones } from '@turnfleet/contract/schemas';
import type { ConversationState, DialogueTimes } from '@turnfleet/conversation';
import type { Check, Clock, Logger, NewId, Turnstile } from '@turnfleet/core';
import type { FlowSet, Recognise } from '@turnfleet/flows';
import type { HandoffQueue } from '@turnfleet/handoff';
import type { Budget, BudgetStore, CountTokens, ModelClient, ModelRouter } from '@turnfleet/model';
import type { MaintenanceDeps } from '@turnfleet/ownership';
import type { Tool } from '@turnfleet/tools';
import type { DeskHours, ToolsOfTurn, Trust, TrustCommand } from '@turnfleet/turn';
import type { TurnLog } from '@turnfleet/turn-engine';
import type { EngineLife } from './engine-life.ts';
import type { UpstreamQuotas } from './upstream-quotas.ts';

/** What of the orchestrator's configuration decides how turns are answered. */
interface WorkerConfig {
  readonly KAFKA_GROUP_ID: string;
  readonly TURN_DEADLINE_SECONDS: number;
  readonly COALESCE_MS: number;
  /** An IANA name. */
  readonly SHOP_TIME_ZONE: string;
  /** Of tenants and cities elsewhere. */
  readonly SHOP_TIME_ZONES?: ShopZones['elsewhere'];
  /** Tenants whose answers are not checked; `*`: all. */
  readonly GROUNDING_OFF: ReadonlySet<string>;
  /** How long dialogues wait for their shoppers, milliseconds; absent: for ever. */
  readonly DIALOGUE_TIMES?: DialogueTimes;
  /** When agents are there; absent: there are none, and no conversation waits for one. */
  readonly DESK_HOURS?: DeskHours | undefined;
  /** Orders from this value on are for people; absent: value decides nothing. */
  readonly HANDOFF_ORDER_VALUE?: number | undefined;
  readonly DRAIN_SECONDS: number;
  readonly MAX_TURNS_IN_FLIGHT: number;
  readonly MAX_TURN_ATTEMPTS: number;
  /** Of upstreams; absent: they have none. */
  readonly UPSTREAM_QUOTAS?: UpstreamQuotas | undefined;
  /** Whose the turns of an upstream are, where clients sign in. */
  readonly UPSTREAM_TENANT?: string | undefined;
}

/** Log and state of the fleet. */
interface WorkerPorts extends ConversationState {
  readonly log: TurnLog;
  /** Of `chat.turns`, `chat.replies` and `chat.conversations`. */
  readonly partitions: number;
  readonly checks: readonly Check[];
  /** What tenants and users have spent. */
  readonly budgets: BudgetStore;
  /** Who waits for an agent. */
  readonly handoffs: HandoffQueue;
}

export interface WorkerDeps extends WorkerPorts {
  readonly config: WorkerConfig;
  /** Which turns are what they say they are; absent: all, as where nobody signs in. */
  readonly trust?: Trust;
  /** The same of commands of agents. */
  readonly trustCommand?: TrustCommand;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly model: {
    readonly client: ModelClient;
    readonly router: ModelRouter;
    readonly countTokens: CountTokens;
    /** As the catalogue has them now; absent: nobody has one. */
    readonly budgets?: () => readonly Budget[];
  };
  /** Is told of every step that the engine takes. */
  readonly life: Pick<EngineLife, 'step'>;
  readonly toolBox: {
    /** The tools of a turn of the conversation that begins now; the same array for the same tools. */
    readonly offer: (conversationId: string) => readonly Tool[];
    readonly ofTurn: ToolsOfTurn;
  };
  /** Flows as they are now, and what tells which one a message wants; absent: models answer everything. */
  readonly dialogue?: { readonly flows: () => FlowSet; readonly recognise: Recognise };
  /** Where turns begin, a few in each turn of the event loop; absent: all at once. */
  readonly turnstile?: Pick<Turnstile, 'pass'>;
  /** See `MaintenanceDeps`. */
  readonly maintenance: Pick<MaintenanceDeps, 'idleMs' | 'everyMs' | 'random'>;
}
