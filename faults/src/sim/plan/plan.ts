import type { ModelScript, ToolBehaviour } from './model-script.ts';

/** How a turn gets into the log. `unreadable` gets a `failed` reply, `garbage` none, as nobody can tell whose it is. */
export type TurnForm = 'plain' | 'keyless' | 'misrouted' | 'unreadable' | 'garbage';

export interface PlannedTurn {
  /** Milliseconds from the start of the run; so are all times in a plan. */
  readonly at: number;
  readonly conversationId: string;
  readonly turnId: string;
  readonly by: 'ingress' | 'upstream';
  readonly form: TurnForm;
  /** Says yes to whatever was asked, and nothing else. */
  readonly saysYes: boolean;
  /** The turn it waits for the reply to, so that the shopper has read it; without it nobody waits. */
  readonly repliesTo?: string;
  readonly priority?: 1 | 2 | 3;
  /** Milliseconds after `at` at which nobody wants the answer any more; may have passed when the turn is read. */
  readonly deadlineMs?: number;
  readonly cancelAfterMs?: number;
  /** Over HTTP: so many seconds the client wants to be kept for the reply. */
  readonly waitSeconds?: number;
  /** The same again, so much later. */
  readonly againAfterMs?: number;
  /** Another text under the same id, so much later. */
  readonly otherTextAfterMs?: number;
  readonly script: ModelScript;
  /** Asks for a person, where there are agents. */
  readonly wantsPerson?: true;
  /** A flow hears what it wants done, where the plan has flows: what the service makes of it. */
  readonly byFlow?: ToolBehaviour;
}

/** A client that follows a conversation. */
export interface PlannedReader {
  readonly name: string;
  readonly at: number;
  readonly conversationId: string;
  /** It follows this turn alone. */
  readonly turnId?: string;
  /** It follows these conversations, too, all over one WebSocket; left out: it follows by an event stream. */
  readonly also?: readonly string[];
  /** It listens for `stayMs`, is away for `awayMs`, and so on; after the last visit it comes back and stays. */
  readonly visits: readonly { readonly stayMs: number; readonly awayMs: number }[];
  /** It takes so long over each event. */
  readonly slowMs: number;
}

/** Something that goes wrong. What `kind` means stands in the table of its folder under `faults/`. */
export type PlannedFault = { readonly at: number; readonly forMs: number } & (UsualFault | WorldFault | SessionFault);

export type UsualFault =
  | { readonly kind: 'crash' | 'freeze' | 'drain' | 'crash_in_drain' | 'cut_from_log'; readonly worker: number }
  | { readonly kind: 'freeze_at_snapshot'; readonly worker: number }
  | { readonly kind: 'worker_more' | 'worker_less' }
  | { readonly kind: 'ingress_crash' | 'ingress_freeze' | 'ingress_drain'; readonly ingress: number }
  | { readonly kind: 'leader_change'; readonly topic: string; readonly partition: number }
  | { readonly kind: 'broker_away' | 'slow_fetch' | 'commits_refused' | 'rebalance' | 'offset_out_of_range' }
  | { readonly kind: 'append_late'; readonly share: number; readonly lateMs: number }
  | { readonly kind: 'append_lost'; readonly share: number }
  | { readonly kind: 'offsets_forgotten' | 'log_rewritten' | 'compaction'; readonly partition: number }
  | { readonly kind: 'state_slow'; readonly latencyMs: number }
  | { readonly kind: 'state_away' | 'state_read_only' | 'state_restart' | 'state_flush' }
  | { readonly kind: 'state_answers_lost'; readonly share: number }
  | { readonly kind: 'state_rolled_back'; readonly how: 'failover' | 'quietly' };

/** The server that keeps sessions is replaced by one that holds none, or what it held when the fault began. */
type SessionFault = { readonly kind: 'sessions_lost'; readonly all: boolean };

/** What makes a run another world. */
type WorldFault =
  | { readonly kind: 'record_limit'; readonly bytes: number }
  | { readonly kind: 'clock_wrong'; readonly worker: number; readonly aheadMs: number }
  | { readonly kind: 'open_transaction'; readonly partition: number }
  | { readonly kind: 'store_clock_back'; readonly backMs: number }
  /** `share` of the answers state a figure that no tool returned, `stubborn` ones again when asked to correct them. */
  | { readonly kind: 'model_lies'; readonly share: number; readonly stubborn: boolean }
  /** Dialogues end by themselves after so long, whatever they wait for. */
  | { readonly kind: 'dialogues_end'; readonly afterMs: number }
  /** Shoppers ask for people, and so many agents are there. */
  | { readonly kind: 'people'; readonly agents: number }
  /** The shop's changes are told by so many instances of a service, and this happens to them. */
  | { readonly kind: 'outbox'; readonly instances: number; readonly strike: OutboxStrike | null }
  | { readonly kind: 'writes_refused' | 'log_long_away' | 'state_long_away' }
  | { readonly kind: 'models_vary'; readonly perMinute: number; readonly shadow: number }
  | { readonly kind: 'budget_tight'; readonly hardUsd: string }
  | { readonly kind: 'time_passes'; readonly passesMs: number; readonly segmentMs: number };

/** What happens to the next instance that comes to a moment of a call; or half of what is appended gets nowhere, or no answer. */
export type OutboxStrike =
  | {
      readonly how: 'crash' | 'freeze' | 'stop';
      readonly call: 'commit' | 'query' | 'append';
      readonly when: 'before' | 'applied' | 'after';
    }
  | { readonly how: 'refused' | 'unanswered' };

/** All that a run is made of: the same plan, the same history, byte for byte. */
export interface Plan {
  readonly seed: number;
  readonly partitions: number;
  readonly workers: number;
  readonly ingresses: number;
  readonly sessionMs: number;
  readonly turnDeadlineSeconds: number;
  readonly drainSeconds: number;
  readonly turnsInFlight: number;
  readonly coalesceMs: number;
  /** What shoppers want done a flow asks them about, not a model. */
  readonly flows: boolean;
  /** Clients come over HTTP, through the ingress' own server; else they call what its routes call. */
  readonly overHttp: boolean;
  /** Then also: who follows conversations does so over WebSockets. */
  readonly overWs: boolean;
  /** How long a conversation is idle before it is ended, and how often owners look; milliseconds. */
  readonly maintenance: { readonly idleMs: number; readonly everyMs: number };
  readonly turns: readonly PlannedTurn[];
  readonly readers: readonly PlannedReader[];
  readonly faults: readonly PlannedFault[];
  /** From then on nothing goes wrong any more. */
  readonly healedAt: number;
}

/** What a fleet does that is never asked: longer than any run. */
export const neverIdle: Plan['maintenance'] = { idleMs: 30 * 24 * 3_600_000, everyMs: 3_600_000 };
