import { decodeAgentCommand, homePartition } from '@turnfleet/contract/events';
import { type AgentCommand, type Conversation, emptyConversation, type Handoff } from '@turnfleet/contract/schemas';
import { atStart, claimAll, replyTo } from '@turnfleet/conversation/testing';
import { silentLogger } from '@turnfleet/core';
import { countingIds, ManualClock, settle } from '@turnfleet/core/testing';
import {
  createMemoryAccess,
  createMemoryHandoffs,
  createMemoryRates,
  createMemorySessions,
  createMemoryState,
} from '@turnfleet/embedded';
import { apiKeyRecordSchema, hashOfSecret, mintSecret } from '@turnfleet/principal';
import type { NewRecord, TurnLog } from '@turnfleet/turn-engine';
import { compose } from '../compose.ts';
import { type Config, configSchema } from '../config.ts';

const partitions = 4;

export const waiting = (change: Partial<Handoff> = {}): Handoff => ({
  ...{ id: 'h-1', tenant: 'default', state: 'waiting', since: '2026-01-01T00:00:00.000Z', reason: 'wish' },
  ...{ summary: '要退货', skill: 'general', locale: 'zh-CN', priority: 3, level: null, wanted: null },
  ...{ agent: null, agentName: null, claimedAt: null, moves: 0, notes: [] },
  ...change,
});

/** Where agents sign in with keys. */
export const withKeys = {
  AUTH_MODE: ['apikey' as const],
  TURN_SIGNING_KEYS: new Map([['k1', Buffer.alloc(32, 'k')]]),
};

type Outcome = { readonly outcome: 'done' } | { readonly outcome: 'refused'; readonly reason: 'taken' | 'over' };

/** Desks over memory, and a lane played by hand: claims are decided as an owner does, the rest is done as it comes. */
export async function startDesks(count = 1, config: Partial<Config> = {}) {
  const clock = new ManualClock();
  const state = createMemoryState({ clock, partitions, journalTtlMs: 3_600_000 });
  const fences = await claimAll(state.store, partitions);
  const handoffs = createMemoryHandoffs(clock);
  const access = createMemoryAccess(clock);
  const sessions = createMemorySessions(clock);
  const records: NewRecord[] = [];
  const commands: AgentCommand[] = [];
  const lane = { deciding: true };
  const log = {
    append: async (record: NewRecord) => {
      records.push(record);
      const decoded = decodeAgentCommand({ ...record, timestamp: clock.now() });
      if (decoded) commands.push(decoded.command);
      if (decoded && lane.deciding) await decide(decoded.command);
      return { offset: BigInt(records.length - 1) };
    },
    close: async () => undefined,
  } as unknown as TurnLog;

  async function end(
    conversationId: string,
    turnId: string,
    text: string,
    what: { reply: object; handoff?: Handoff | null },
  ) {
    const fence = fences[homePartition(conversationId, partitions)];
    if (!fence) throw new Error('No fence');
    const ref = { conversationId, turnId };
    const begun = await state.store.begin(ref, fence, `run-${turnId}`);
    if (begun.kind !== 'fresh') return;
    const before: Conversation = begun.conversation ?? emptyConversation(conversationId);
    const version = before.version + 1;
    const reply = replyTo(conversationId, turnId, version, what.reply);
    const { handoff: kept, ...rest } = before;
    const handoff = what.handoff === undefined ? kept : what.handoff;
    const turns = [...before.turns, { turnId, submittedAt: '2026-01-01T00:00:00.000Z', text, reply }];
    const conversation = {
      ...rest,
      version,
      turns,
      ...(handoff ? { handoff, owner: { tenant: handoff.tenant, user: null } } : {}),
    };
    const replies = [{ turnId, reply: JSON.stringify(reply) }];
    await state.store.commit({ conversationId, basedOn: before.version, conversation, replies }, fence);
    await state.store.settle(ref, { type: 'reply.completed', turnId, reply }, fence, atStart);
    if (what.handoff !== undefined) {
      const tenant = what.handoff?.tenant ?? kept?.tenant ?? 'default';
      await handoffs.put({ tenant, conversationId, version, handoff: what.handoff });
    }
  }

  async function decide(command: AgentCommand): Promise<void> {
    const { conversationId, commandId, kind, agent, agentName, handoff: id } = command;
    const now = (await state.gateway.view(conversationId))?.conversation.handoff;
    const at = new Date(clock.now()).toISOString();
    const decided = ((): { outcome: Outcome; after?: Handoff | null } => {
      if (!now || now.id !== id) return { outcome: { outcome: 'refused', reason: 'over' } };
      if (kind === 'claim' && now.agent !== null && now.agent !== agent)
        return { outcome: { outcome: 'refused', reason: 'taken' } };
      const moved = { ...now, moves: now.moves + 1 };
      const done = { outcome: 'done' } as const;
      if (kind === 'claim')
        return { outcome: done, after: { ...moved, state: 'claimed', agent, agentName, claimedAt: at } };
      if (kind === 'hand_back') return { outcome: done, after: null };
      if (kind === 'escalate') return { outcome: done, after: { ...now, priority: now.priority === 3 ? 2 : 1 } };
      if (kind === 'return' || kind === 'transfer')
        return {
          outcome: done,
          after: { ...moved, state: 'waiting', agent: null, agentName: null, claimedAt: null, since: at },
        };
      return { outcome: done };
    })();
    const text = kind === 'say' ? command.text : '';
    const ended = { kind, handoff: id, agent, silent: text === '', ...decided.outcome };
    const reply = { text, command: ended, ...(kind === 'say' && { agent: { id: agent, name: agentName } }) };
    await end(conversationId, commandId, '', { reply, ...(decided.after !== undefined && { handoff: decided.after }) });
  }

  const made = {
    ...{ clock, logger: silentLogger, newId: countingIds('id'), random: () => 0.5, log, access, handoffs, partitions },
    ...{ rates: createMemoryRates(clock), sessions },
    ...{ gateway: state.gateway, journal: state.journal, checks: [], metrics: async () => 'up 1\n' },
  };
  const settings = { ...configSchema.parse({ DESK_PORT: '0', DRAIN_SECONDS: '5' }), ...config };
  const apps = await Promise.all(Array.from({ length: count }, () => compose(settings, made)));
  const urls = apps.map(({ addresses }) => addresses['http'] ?? '');
  const [url = ''] = urls;
  return {
    ...{ url, urls, clock, handoffs, access, sessions, commands, records, lane, gateway: state.gateway },
    /** A shopper's turn that ended with a handoff, or with none. */
    turn: (conversationId: string, turnId: string, text: string, handoff?: Handoff | null) =>
      end(conversationId, turnId, text, { reply: {}, ...(handoff === undefined ? {} : { handoff }) }),
    ask: (method: string, path: string, { agent = 'wang', body, at = url, ...headers }: Asking = {}) =>
      fetch(`${at}/v1/desk/${path}`, {
        method,
        headers: {
          ...(agent === null ? {} : { 'x-turnfleet-agent': agent }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    /** A key, as headers that name no agent beside it. */
    keyOf: async (id: string, tenant: string, user: string | null, scopes: readonly string[]) => {
      const key = mintSecret('tfk');
      const createdAt = '2025-01-01T00:00:00.000Z';
      await access.put(apiKeyRecordSchema.parse({ id, sha256: hashOfSecret(key), tenant, user, scopes, createdAt }));
      return { agent: null, authorization: `Bearer ${key}` };
    },
    /** Lets that much time pass, and what it sets off run. */
    pass: async (ms: number) => {
      await clock.advance(ms);
      await settle();
    },
    stop: async () => {
      for (const app of apps) await app.stop();
    },
  };
}

interface Asking {
  readonly agent?: string | null;
  readonly body?: object;
  readonly at?: string;
  readonly [header: string]: unknown;
}
