import { attributes } from './attributes.ts';
import type { MetricEntry } from './metrics.ts';

const ingress = 'turnfleet/ingress';

/** Those that the OpenTelemetry conventions advise for HTTP, in seconds. */
const httpBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] as const;

/** Who comes in, and what is taken from them. */
export const ingressMetrics = {
  'turnfleet.ingress.turns.accepted': {
    kind: 'counter',
    scope: ingress,
    description: 'Turns that the log has.',
  },
  'turnfleet.ingress.streams.open': {
    kind: 'up-down counter',
    scope: ingress,
    description: 'Event streams being served, and WebSockets of agents.',
  },
  'turnfleet.ws.connections.open': {
    kind: 'up-down counter',
    scope: ingress,
    description: 'WebSocket connections being served, of shoppers or, at the desk, of agents.',
  },
  'turnfleet.ws.connections.ended': {
    kind: 'counter',
    scope: ingress,
    labels: ['why'],
    description:
      'WebSocket connections that ended: `client` left or was gone; `silent`, `slow_reader`, `rate_limited`, `token` and `refused` by their own fault; `drain`; `taken_over` by a new connection of the same session',
  },
  'turnfleet.ws.messages.received': {
    kind: 'counter',
    scope: ingress,
    labels: ['kind'],
    description: 'Messages from WebSocket clients by what they are, or `unreadable`',
  },
  'turnfleet.ws.messages.sent': {
    kind: 'counter',
    scope: ingress,
    labels: ['kind'],
    description: 'Messages to WebSocket clients by what they are',
  },
  'turnfleet.ws.sessions': {
    kind: 'counter',
    scope: ingress,
    labels: ['outcome'],
    description:
      'Hellos by what came of them: `new`, `resumed`, `unknown` if there was no such session of theirs, `wrong_sequence`',
  },
  'turnfleet.ws.resume.duration': {
    kind: 'histogram',
    scope: ingress,
    unit: 's',
    buckets: httpBuckets,
    description: 'From the hello of a session that goes on to its welcome.',
  },
  'turnfleet.auth.requests': {
    kind: 'counter',
    scope: ingress,
    labels: ['outcome'],
    description: 'Those who wanted in, by what came of it; `ok` let in, everything else refused',
  },
  'turnfleet.auth.forbidden': {
    kind: 'counter',
    scope: ingress,
    labels: ['scope'],
    description: 'Requests of somebody known that lacked the scope',
  },
  'turnfleet.auth.keys_file_refused': {
    kind: 'gauge',
    scope: ingress,
    description: '1 while API_KEYS_FILE has mistakes, so that the keys before count; else 0',
  },
  'turnfleet.auth.unsigned_turns': {
    kind: 'counter',
    scope: 'turnfleet/orchestrator',
    labels: ['reason'],
    description:
      'Records that became dead letters because nobody vouches for them: `unsigned`, `forged`, or `not theirs`',
  },
  'http.server.request.duration': {
    kind: 'histogram',
    scope: ingress,
    unit: 's',
    labels: [attributes.httpMethod, attributes.httpRoute, attributes.httpStatus],
    buckets: httpBuckets,
    description: 'Duration of HTTP server requests.',
  },
} as const satisfies Record<string, MetricEntry>;
