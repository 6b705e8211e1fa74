import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';
import type { Answer, Check, ServiceName } from './service.ts';

const forms = {
  kafka: /^([^\s/:,]+|\[[^\]]+\]):\d+(,([^\s/:,]+|\[[^\]]+\]):\d+)*$/,
  redis: /^rediss?:\/\/\S+$/,
  postgres: /^postgres(ql)?:\/\/\S+$/,
} as const satisfies Record<ServiceName, RegExp>;

export const probes: Record<ServiceName, Check> = {
  kafka: (url, timeoutMs) =>
    forms.kafka.test(url)
      ? answering('Kafka', timeoutMs, () => askKafka(url, timeoutMs))
      : malformed('a comma-separated list of host:port'),
  redis: (url, timeoutMs) =>
    forms.redis.test(url) && URL.canParse(url)
      ? answering('Redis', timeoutMs, () => askRedis(url, timeoutMs))
      : malformed('a redis:// URL'),
  postgres: (url, timeoutMs) =>
    forms.postgres.test(url) && URL.canParse(url)
      ? answering('PostgreSQL', timeoutMs, () => askPostgres(url, timeoutMs))
      : malformed('a postgres:// URL'),
};

async function malformed(expected: string): Promise<Answer> {
  return { ok: false, listening: false, reason: `that is not ${expected}` };
}

/** Asks the first broker, then the controller at the address it advertises: both have to be reachable from here. */
async function askKafka(url: string, timeoutMs: number): Promise<void> {
  const admin = new Kafka({
    brokers: url.split(','),
    clientId: 'turnfleet-services',
    logLevel: logLevel.NOTHING,
    connectionTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    retry: { retries: 0 },
  }).admin();
  try {
    await admin.connect();
    await admin.describeCluster();
  } finally {
    await admin.disconnect();
  }
}

async function askRedis(url: string, timeoutMs: number): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    protocol: 2, // no handshake: it would wait without a limit for a peer that says nothing
    disconnectTimeout: 100,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let cause: unknown;
  redis.on('error', (error) => {
    cause = error;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw cause ?? error; // the connection's own error says more than "Connection is closed."
  } finally {
    redis.disconnect();
  }
}

async function askPostgres(url: string, timeoutMs: number): Promise<void> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  client.on('error', () => {}); // what ends a connection also rejects what waits on it
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    client.end().catch(() => {}); // a peer that speaks something else never confirms the end
  }
}

async function answering(what: string, timeoutMs: number, ask: () => Promise<void>): Promise<Answer> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('timeout')), timeoutMs + 500);
  try {
    await Promise.race([ask(), late.promise]);
    return { ok: true };
  } catch (error) {
    return explain(what, timeoutMs, errorText(error));
  } finally {
    clearTimeout(timer);
  }
}

/** The libraries name their errors each in its own way; what they have in common is in the text. */
function explain(what: string, timeoutMs: number, text: string): Answer {
  const no = (reason: string, listening = true) => ({ ok: false, listening, reason }) as const;
  if (/ECONNREFUSED/.test(text)) return no('nothing listens there', false);
  if (/ENOTFOUND|EAI_AGAIN/.test(text)) return no('its host name is not known', false);
  if (/time(d)?[ -]?out/i.test(text)) return no(`there was no answer as ${what} within ${timeoutMs / 1000} s`);
  if (/NOAUTH|WRONGPASS|password|pg_hba/i.test(text)) return no('it refuses the login');
  if (/RESP type/.test(text)) return no(`what answers there is not ${what}`);
  if (/clos|terminat|ECONNRESET/i.test(text)) return no(`the connection was closed before ${what} answered`);
  return no(`it did not answer as ${what}: ${text.split('\n')[0]}`);
}

function errorText(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(errorText).join('\n');
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return `${error.message}${code}`;
}
