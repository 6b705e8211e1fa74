import { SpanKind } from '@opentelemetry/api';
import type { Authenticator, CredentialWatch } from '@turnfleet/auth';
import { type Frame, type PayloadOf, payloadOf } from '@turnfleet/contract/envelope';
import { commandBodies, presenceSchema } from '@turnfleet/contract/http';
import { listViolations, violationsOf } from '@turnfleet/contract/schemas';
import { isValidId, TurnfleetError } from '@turnfleet/core';
import { expectValid, expectWithin, type RequestLimits, renewCredential } from '@turnfleet/http-kit';
import type { SessionStore } from '@turnfleet/session';
import { attributes, contextOf, withSpan } from '@turnfleet/telemetry';
import type { z } from 'zod';
import { type GiveNamedDeps, namedCommand } from '../commands/give-named.ts';
import { type CommandName, commandOf } from '../commands/named-commands.ts';
import { scope } from '../config.ts';
import { waitSeconds } from '../routes/commands.ts';
import type { AgentSocket } from './agent-socket.ts';
import { type TellDeps, tellDesk } from './tell-desk.ts';

export interface DeskRequestDeps extends GiveNamedDeps, TellDeps {
  readonly gateway: GiveNamedDeps['gateway'] & TellDeps['gateway'];
  readonly handoffs: GiveNamedDeps['handoffs'];
  readonly sessions: Pick<SessionStore, 'tell'>;
  readonly requests: Pick<RequestLimits, 'ofPrincipal'>;
  readonly authenticator: Authenticator;
  readonly watch: CredentialWatch;
}

type Work = (deps: DeskRequestDeps, agent: AgentSocket, frame: Frame) => Promise<void>;

/** What an agent may ask, each in the order of its conversation. */
export const deskRequests = {
  subscribe: async (deps, agent, { payload }) => {
    const { conversationId, lastEventId } = payload as PayloadOf<'subscribe'>;
    if (conversationId !== '') {
      throw new TurnfleetError('invalid_request', 'The desk tells of all conversations that the agent has.', {
        suggestion: 'Leave conversation_id empty; claim a conversation to be told of it.',
      });
    }
    agent.telling?.stop.abort();
    await agent.telling?.ended;
    if (agent.ended.signal.aborted) return;
    agent.say(payloadOf('subscribed', { afterEventId: lastEventId }));
    const stop = new AbortController();
    agent.telling = { stop, ended: tellDesk(deps, agent, lastEventId || null, stop.signal) };
  },

  deskCommand: async (deps, agent, { sequence, payload, traceparent }) => {
    const { conversationId, name, key, body } = payload as PayloadOf<'deskCommand'>;
    if (!isValidId(conversationId) || (key !== '' && !isValidId(key)) || !isCommand(name)) {
      throw new TurnfleetError('invalid_request', 'The command lacks a conversation, a key or a name that can be.', {
        suggestion: `Name one of ${Object.keys(commandBodies).join(', ')}; ids are 1–128 of A-Z a-z 0-9 _ - . : ~.`,
      });
    }
    const command = commandOf(name, parsed(commandBodies[name], body ?? {}));
    await expectWithinLimits(deps, agent);
    const { commandId, give } = namedCommand(deps, {
      ...{ asking: agent.asking, principal: agent.entered.principal, conversationId, name, command },
      key: key === '' ? undefined : key,
    });
    const span = {
      ...{ scope, name: 'ws desk_command', kind: SpanKind.SERVER, parent: contextOf({ traceparent }) },
      attributes: { [attributes.conversationId]: conversationId, [attributes.turnId]: commandId },
    };
    const reply = await withSpan(span, () => give(waitSeconds, agent.ended.signal));
    agent.say(
      payloadOf('deskOutcome', {
        ...{ answers: sequence, conversationId, commandId },
        reply,
      }),
    );
  },

  agentPresence: async (deps, agent, { sequence, payload }) => {
    const { present, name, skills, languages, capacity } = payload as PayloadOf<'agentPresence'>;
    const { tenant, id } = agent.asking;
    const said = {
      ...{ name },
      ...(skills.length > 0 && { skills }),
      ...(languages.length > 0 && { languages }),
      ...(capacity > 0 && { capacity }),
    };
    const read = present ? parsed(presenceSchema, said) : null;
    await expectWithinLimits(deps, agent);
    if (read) await deps.handoffs.beat(tenant, { id, ...read }, deps.goneAfterMs);
    else await deps.handoffs.leave(tenant, id);
    agent.say(payloadOf('ack', { sequence }));
  },

  typing: async ({ handoffs, sessions }, agent, { payload }) => {
    const { conversationId, active } = payload as PayloadOf<'typing'>;
    const { tenant, id } = agent.asking;
    const { handoff } = (await handoffs.entry(tenant, conversationId)) ?? {};
    if (handoff?.agent !== id) {
      throw new TurnfleetError('not_found', 'The agent does not have this conversation.', {
        suggestion: 'Claim it first.',
        resource: { type: 'conversation', name: conversationId },
      });
    }
    const user = handoff.agentName ?? '';
    await sessions.tell({ kind: 'signal', conversationId, from: agent.id, user, what: 'typing', on: active });
  },

  renew: async (deps, agent, { sequence, payload }) => {
    const { credential } = payload as PayloadOf<'renew'>;
    await renewCredential({ ...deps, may: ['agent'] }, agent, credential);
    agent.say(payloadOf('ack', { sequence }));
  },
} as const satisfies Record<string, Work>;

export type DeskRequestKind = keyof typeof deskRequests;

const isCommand = (name: string): name is CommandName => Object.hasOwn(commandBodies, name);

/** The limits that a request over HTTP counts against, but for that of the address: the connection counted there. */
async function expectWithinLimits({ requests }: DeskRequestDeps, agent: AgentSocket): Promise<void> {
  expectValid(agent);
  expectWithin(await requests.ofPrincipal(agent.entered.principal));
}

function parsed<Schema extends z.ZodType>(schema: Schema, said: unknown): z.output<Schema> {
  const read = schema.safeParse(said);
  if (read.success) return read.data;
  const violations = violationsOf(read.error);
  throw new TurnfleetError('invalid_request', `The message is not valid: ${listViolations(violations)}.`, {
    violations,
    suggestion: 'Correct these fields, and send it again with the next sequence.',
  });
}
