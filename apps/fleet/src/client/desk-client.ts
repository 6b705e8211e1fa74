import {
  acceptedCommandSchema,
  complaintSchema,
  complaintsSchema,
  deskConversationSchema,
  presentSchema,
  queueSchema,
} from '@turnfleet/contract/http';
import { replySchema } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import { z } from 'zod';
import { request, requestJson } from './request.ts';

export interface AgentAtDesk {
  readonly id: string;
  readonly name: string;
  readonly skills: readonly string[];
  readonly languages: readonly string[];
}

const endedSchema = z.union([acceptedCommandSchema, replySchema]);
export type EndedAtDesk = z.output<typeof endedSchema>;

/** The desk of a running fleet, for one agent. Fails as `requestJson` does. */
export function deskClient(deskUrl: string, agent: AgentAtDesk) {
  const base = `${deskUrl}/v1/desk`;
  const headers = { 'x-turnfleet-agent': encodeURIComponent(agent.id) };
  const post = (body: object) => ({
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { name, skills, languages } = agent;
  return {
    queue: () => requestJson(`${base}/queue`, queueSchema, { headers }),
    conversation: (id: string) => requestJson(`${base}/conversations/${id}`, deskConversationSchema, { headers }),
    beat: () => requestJson(`${base}/presence`, presentSchema, post({ name, skills, languages })),
    leave: async () => void (await request(`${base}/presence`, { method: 'DELETE', headers })),
    complaints: (query: Readonly<Record<string, string>>) =>
      requestJson(`${base}/complaints?${new URLSearchParams(query)}`, complaintsSchema, { headers }),
    settle: (id: string, text: string) =>
      requestJson(`${base}/complaints/${encodeURIComponent(id)}/settle`, complaintSchema, post({ text })),
    /** `key`: the same again is the same command. */
    command: (id: string, command: string, body: object, key: string) => {
      const { headers: sent, ...rest } = post(body);
      const init = { ...rest, headers: { ...sent, 'idempotency-key': key } };
      return requestJson(`${base}/conversations/${id}/${command}`, endedSchema, init);
    },
    /** Server-Sent Events, after this one. */
    events: (lastId: string | null, signal: AbortSignal) =>
      request(`${base}/events`, {
        headers: { ...headers, accept: 'text/event-stream', ...(lastId === null ? {} : { 'last-event-id': lastId }) },
        signal,
      }),
  };
}

export type DeskClient = ReturnType<typeof deskClient>;

/** Where the desk is: `--url`, else `TURNFLEET_DESK_URL`, else `DESK_PORT` of this machine. */
export function deskAddress(option: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  const given = option ?? (env['TURNFLEET_DESK_URL'] || `http://127.0.0.1:${env['DESK_PORT'] || '8081'}`);
  if (/^https?:\/\//i.test(given) && URL.canParse(given)) return given.replace(/\/+$/, '');
  throw new TurnfleetError('invalid_request', `"${given}" is not the address of a desk.`, {
    suggestion: '--url, TURNFLEET_DESK_URL or DESK_PORT must give one like http://127.0.0.1:8081',
  });
}
