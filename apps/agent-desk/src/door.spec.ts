import { afterEach, describe, expect, it } from '@jest/globals';
import { configSchema } from './config.ts';
import { startDesks, waiting, withKeys } from './testing/desk.ts';

let desk: Awaited<ReturnType<typeof startDesks>>;
const leaving = new Set<() => void>();
afterEach(async () => {
  for (const leave of leaving) leave();
  leaving.clear();
  await desk.stop();
});

/** The status of a stream, which stays open. */
async function opened(path: string, headers: Record<string, string> = {}): Promise<number> {
  const gone = new AbortController();
  leaving.add(() => gone.abort());
  return (await fetch(`${desk.url}/v1/desk/${path}`, { headers, signal: gone.signal })).status;
}

const limited = (text: string) => configSchema.parse({ RATE_LIMITS: text }).RATE_LIMITS;

describe('the door of the desk', () => {
  it('opens one stream to a ticket, once, within a minute, as the agent who asked for it', async () => {
    desk = await startDesks(2, withKeys);
    const ana = await desk.keyOf('key-1001', 'acme', 'ana', ['agent']);
    const ticket = async (): Promise<string> => {
      const response = await desk.ask('POST', 'tickets', ana);
      expect([response.status, response.headers.get('cache-control')]).toEqual([201, 'no-store']);
      return ((await response.json()) as { ticket: string }).ticket;
    };
    const [first, second] = [await ticket(), await ticket()];
    expect(await opened(`events?ticket=${first}`)).toBe(200);
    expect(await opened(`events?ticket=${first}`)).toBe(401);
    expect(await opened(`queue?ticket=${second}`)).toBe(401);
    expect(await opened(`events?ticket=${second}&agent=li`)).toBe(403);
    const late = await ticket();
    await desk.pass(61_000);
    expect(await opened(`events?ticket=${late}`)).toBe(401);
  });

  it('gives tickets to agents only, and none for a single conversation', async () => {
    desk = await startDesks(1, withKeys);
    const shopper = await desk.keyOf('key-1001', 'acme', 'u-1', ['chat', 'read']);
    const ana = await desk.keyOf('key-1002', 'acme', 'ana', ['agent']);
    expect((await desk.ask('POST', 'tickets', shopper)).status).toBe(403);
    expect((await desk.ask('POST', 'tickets', { ...ana, body: { conversationId: 'c-1' } })).status).toBe(400);
  });

  it('lets clients that can send no header name the agent in the address, where nobody signs in', async () => {
    desk = await startDesks();
    expect(await opened('events')).toBe(400);
    expect(await opened('events?agent=wang')).toBe(200);
  });

  it('says what is left of a key, and refuses what is above, before anything is done', async () => {
    desk = await startDesks(1, { ...withKeys, RATE_LIMITS: limited('standard.key=3') });
    const ana = await desk.keyOf('key-1001', 'acme', 'ana', ['agent']);
    await desk.turn('c-1', 't-1', '转人工', waiting({ tenant: 'acme' }));
    const first = await desk.ask('POST', 'presence', { ...ana, body: { name: 'Ana' } });
    expect([first.status, first.headers.get('ratelimit')]).toEqual([200, expect.stringMatching(/^"key";r=2;/)]);
    await desk.ask('GET', 'queue', ana);
    await desk.ask('GET', 'queue', ana);
    const fourth = await desk.ask('POST', 'conversations/c-1/claim', ana);
    expect([fourth.status, Number(fourth.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect(desk.commands).toEqual([]);
    expect((await fetch(`${desk.url}/readyz`)).status).toBe(200);
  });

  it('holds no more streams open for an agent than a user may have', async () => {
    desk = await startDesks(1, { ...withKeys, STREAMS_PER_USER: 2 });
    const { authorization } = await desk.keyOf('key-1001', 'acme', 'ana', ['agent']);
    expect(await opened('events', { authorization })).toBe(200);
    expect(await opened('events', { authorization })).toBe(200);
    expect(await opened('events', { authorization })).toBe(429);
  });

  it('lets pages of the origins that are named use the desk, and no others', async () => {
    desk = await startDesks(1, { CORS_ORIGINS: ['https://desk.example'] });
    const preflight = (origin: string) =>
      fetch(`${desk.url}/v1/desk/queue`, {
        method: 'OPTIONS',
        headers: {
          ...{ origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'x-turnfleet-agent' },
        },
      });
    const ours = await preflight('https://desk.example');
    expect([ours.status, ours.headers.get('access-control-allow-origin')]).toEqual([204, 'https://desk.example']);
    expect(ours.headers.get('access-control-allow-headers')).toContain('x-turnfleet-agent');
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });
});
