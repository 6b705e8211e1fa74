import type { Priority } from '../schemas/turn-extensions.ts';

/** What each message says, by name: the fields of its proto message, numbers for `uint64`. */
export interface Payloads {
  readonly userMessage: Readonly<Record<'conversationId' | 'turnId' | 'text' | 'locale' | 'userId', string>>;
  readonly systemResponse: {
    readonly conversationId: string;
    readonly turnId: string;
    readonly text: string;
    readonly suggestions: readonly string[];
    readonly intent: string;
    readonly slots: Readonly<Record<string, string>>;
    readonly confidence: number;
    readonly eventId: string;
    readonly final: boolean;
    readonly status: string;
    /** Null unless `final`. */
    readonly reply: JsonObject | null;
  };
  readonly heartbeat: { readonly answers: number };
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly suggestion: string;
    readonly turnId: string;
    readonly conversationId: string;
    readonly answers: number;
    readonly expectedSequence: number;
    /** Seconds. */
    readonly retryAfter: number;
  };
  /** `lastEventId`, `lastConversationId`: of the message with `lastSequence`; empty if the client does not say. */
  readonly hello: { readonly lastSequence: number } & Readonly<
    Record<'session' | 'lastEventId' | 'lastConversationId', string>
  >;
  readonly welcome: {
    readonly session: string;
    readonly resumed: boolean;
    readonly heartbeatSeconds: number;
    readonly timeoutSeconds: number;
    readonly sessionSeconds: number;
    readonly unacknowledgedBytes: number;
    readonly messageBytes: number;
    readonly conversationIds: readonly string[];
  };
  readonly accepted: {
    readonly conversationId: string;
    readonly turnId: string;
    readonly repeated: boolean;
    /** Milliseconds until it begins; 0: at once, or nobody knows. */
    readonly estimatedStartMs: number;
  };
  readonly turnEvent: {
    readonly conversationId: string;
    readonly turnId: string;
    readonly eventId: string;
    readonly type: string;
    readonly data: JsonObject | null;
  };
  readonly subscribe: { readonly conversationId: string; readonly lastEventId: string };
  readonly subscribed: { readonly conversationId: string; readonly afterEventId: string };
  readonly unsubscribe: { readonly conversationId: string };
  readonly cancel: { readonly conversationId: string; readonly turnId: string };
  readonly ack: { readonly sequence: number };
  readonly notice: { readonly id: string; readonly text: string };
  readonly typing: { readonly conversationId: string; readonly active: boolean; readonly user: string };
  readonly presence: { readonly conversationId: string; readonly present: boolean; readonly user: string };
  /** `retryAfter`: seconds. */
  readonly goodbye: { readonly reason: string; readonly retryAfter: number; readonly url: string };
  readonly renew: { readonly credential: string };
  readonly deskEvent: { readonly eventId: string; readonly type: string; readonly data: JsonObject | null };
  readonly deskCommand: {
    readonly conversationId: string;
    readonly name: string;
    readonly key: string;
    readonly body: JsonObject | null;
  };
  readonly deskOutcome: {
    readonly answers: number;
    readonly conversationId: string;
    readonly commandId: string;
    readonly reply: JsonObject | null;
  };
  readonly agentPresence: {
    readonly present: boolean;
    readonly name: string;
    readonly skills: readonly string[];
    readonly languages: readonly string[];
    readonly capacity: number;
  };
}

export type JsonObject = Readonly<Record<string, unknown>>;
export type PayloadKind = keyof Payloads;
export type Payload = { readonly [Kind in PayloadKind]: { readonly kind: Kind } & Payloads[Kind] }[PayloadKind];
export type PayloadOf<Kind extends PayloadKind> = Extract<Payload, { readonly kind: Kind }>;

/** One `turnfleet.envelope.v1.Envelope` as code handles it, whichever subprotocol carries it. */
export interface Frame {
  /** 0: none. */
  readonly sequence: number;
  /** When it was sent, Unix milliseconds; 0 if its sender does not say. */
  readonly at: number;
  readonly session: string;
  readonly priority: Priority | null;
  /** W3C; empty if there is none. */
  readonly traceparent: string;
  readonly payload: Payload;
}

/** What a payload says where nothing else is given. */
const blank: Payloads = {
  userMessage: { conversationId: '', turnId: '', text: '', locale: '', userId: '' },
  systemResponse: {
    ...{ conversationId: '', turnId: '', text: '', suggestions: [], intent: '', slots: {}, confidence: 0 },
    ...{ eventId: '', final: false, status: '', reply: null },
  },
  heartbeat: { answers: 0 },
  error: {
    ...{ code: '', message: '', suggestion: '', turnId: '', conversationId: '' },
    ...{ answers: 0, expectedSequence: 0, retryAfter: 0 },
  },
  hello: { session: '', lastSequence: 0, lastEventId: '', lastConversationId: '' },
  welcome: {
    ...{ session: '', resumed: false, heartbeatSeconds: 0, timeoutSeconds: 0, sessionSeconds: 0 },
    ...{ unacknowledgedBytes: 0, messageBytes: 0, conversationIds: [] },
  },
  accepted: { conversationId: '', turnId: '', repeated: false, estimatedStartMs: 0 },
  turnEvent: { conversationId: '', turnId: '', eventId: '', type: '', data: null },
  subscribe: { conversationId: '', lastEventId: '' },
  subscribed: { conversationId: '', afterEventId: '' },
  unsubscribe: { conversationId: '' },
  cancel: { conversationId: '', turnId: '' },
  ack: { sequence: 0 },
  notice: { id: '', text: '' },
  typing: { conversationId: '', active: false, user: '' },
  presence: { conversationId: '', present: false, user: '' },
  goodbye: { reason: '', retryAfter: 0, url: '' },
  renew: { credential: '' },
  deskEvent: { eventId: '', type: '', data: null },
  deskCommand: { conversationId: '', name: '', key: '', body: null },
  deskOutcome: { answers: 0, conversationId: '', commandId: '', reply: null },
  agentPresence: { present: false, name: '', skills: [], languages: [], capacity: 0 },
};

export const payloadKinds = Object.keys(blank) as readonly PayloadKind[];

/** A payload with these fields, all others blank. */
export function payloadOf<Kind extends PayloadKind>(kind: Kind, fields: Partial<Payloads[Kind]>): PayloadOf<Kind> {
  return { kind, ...blank[kind], ...fields } as unknown as PayloadOf<Kind>;
}

/** What a hello says of the last message that its client has. */
export type LastEvent = Pick<Payloads['hello'], 'lastEventId' | 'lastConversationId'>;

export const noEvent: LastEvent = { lastEventId: '', lastConversationId: '' };

/** The same of a message that was numbered. */
export function lastEventOf(payload: Payload): LastEvent {
  if (payload.kind === 'notice') return { lastEventId: payload.id, lastConversationId: '' };
  if (!('eventId' in payload) || !('conversationId' in payload)) return noEvent;
  return { lastEventId: payload.eventId, lastConversationId: payload.conversationId };
}
