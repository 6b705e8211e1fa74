import { beforeEach, describe, expect, it } from '@jest/globals';
import { encodeReply, encodeSnapshot, homePartition } from '@turnfleet/contract/events';
import { emptyConversation } from '@turnfleet/contract/schemas';
import { endTurn, snapshotOf, type TurnRef } from '@turnfleet/conversation';
import { atStart, claimOrRestore, nothingToRestore, replyTo } from '@turnfleet/conversation/testing';
import { silentLogger, TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { chatTopics, createEmbeddedLog, type EmbeddedLog } from '@turnfleet/embedded';
import { type MemoryServer, memoryServer } from '@turnfleet/embedded/testing';
import { Command } from 'commander';
import { addStateCommands } from './state.ts';
import type { OpenState } from './state-open.ts';
import { restoreState } from './state-restore.ts';
import { verifyState } from './state-verify.ts';

const partitions = 4;
const home = homePartition('c-1', partitions);
const turn: TurnRef = { conversationId: 'c-1', turnId: 't-1' };
const reply = replyTo('c-1', 't-1', 1);
const text = JSON.stringify(reply);

let clock: ManualClock;
let log: EmbeddedLog;
let server: MemoryServer;
let open: OpenState;
let printed: string;
const terminal = { write: (line: string) => void (printed += line) };

beforeEach(() => {
  clock = new ManualClock();
  log = createEmbeddedLog(clock, chatTopics(partitions));
  server = memoryServer({ clock, partitions, journalTtlMs: 60_000 });
  open = { log, state: server.connect(), partitions, clock };
  printed = '';
});

/** A turn that was answered: in the log, and in the store as far as it is told. */
async function answered({ inStore = true, settled = true } = {}): Promise<void> {
  const conversation = endTurn(
    emptyConversation('c-1'),
    { text: 'Hi', submittedAt: '2026-01-01T00:00:00.000Z' },
    reply,
  );
  const snapshot = { generation: 1, epoch: 1, conversationId: 'c-1', conversation: JSON.stringify(conversation) };
  await log.append(encodeSnapshot('c-1', snapshotOf({ ...snapshot, unpublished: new Map() }), home));
  await log.append(encodeReply(reply, text, home));
  const { store } = server.connect();
  const fence = await claimOrRestore(store, home);
  if (!inStore) return;
  await store.commit(
    { conversationId: 'c-1', basedOn: 0, conversation, replies: [{ turnId: 't-1', reply: text }] },
    fence,
  );
  if (settled) await store.settle(turn, { type: 'reply.completed', turnId: 't-1', reply }, fence, atStart);
}

/** Lets the time pass that is needed. */
async function passing<T>(work: Promise<T>): Promise<T> {
  const ended = work.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([ended, clock.advance(500).then(() => false)])));
  return work;
}

describe('turnfleet state verify', () => {
  const verify = (which: readonly number[] = [0, 1, 2, 3]) => passing(verifyState(open, which, terminal));

  it('says that all is there', async () => {
    await answered();
    expect(await verify()).toBe(true);
    expect(printed).toBe('4 partitions, 1 conversations, 1 replies of the last 7 days: the store has all of it\n');
  });

  it('names what differs, and what repairs it', async () => {
    await answered({ inStore: false });
    expect(await verify()).toBe(false);
    expect(printed).toBe(
      [
        `partition ${home}`,
        '  c-1: not in the store; the log has version 1',
        `  c-1 turn t-1: the reply at chat.replies/${home}/0, but not in the ledger`,
        '4 partitions, 1 conversations, 1 replies of the last 7 days: 2 differences',
        'Workers repair such differences when they claim a partition. To have it done now:',
        `  npx turnfleet state restore --partition ${home}`,
        '',
      ].join('\n'),
    );
  });

  it('names a reply for which readers still wait', async () => {
    await answered({ settled: false });
    expect(await verify([home])).toBe(false);
    expect(printed).toContain('c-1 turn t-1: the reply at');
    expect(printed).toContain('readers of the store still wait for it');
    expect(printed).toContain('npx turnfleet state restore\n');
  });

  it('says of a partition that is lost, or waits, that it is', async () => {
    await answered();
    const copy = server.copy();
    server.rollBackTo(copy);
    await verify();
    expect(printed).toContain('may have gone back');
    server.flush();
    await verify();
    expect(printed).toContain('knows nothing of it');
  });
});

describe('turnfleet state restore', () => {
  const restore = (yes = true) => passing(restoreState(open, [home], { yes, terminal }));

  it('says what it would do, and does nothing without --yes', async () => {
    await answered({ inStore: false });
    await expect(restore(false)).rejects.toMatchObject({ kind: 'invalid_request', message: 'Nothing was done.' });
    expect(printed).toContain(`the partitions ${home} in Redis up to what Kafka has`);
    expect(await server.connect().gateway.reply(turn)).toBeNull();
  });

  it.each([
    ['lacks what the log has', async () => undefined],
    ['was flushed', async () => server.flush()],
    ['went back', async () => server.rollBackTo(server.copy())],
  ])('repairs a store that %s', async (_, damage) => {
    await answered({ inStore: false });
    await damage();
    await restore();
    expect(printed).toContain(`partition ${home}: 1 conversations from `);
    expect(await server.connect().gateway.reply(turn)).toBe(text);
    expect(await passing(verifyState(open, [home], terminal))).toBe(true);
  });

  it('fences the worker that was at it, which goes on after its next claim', async () => {
    await answered();
    const worker = server.connect();
    const fence = await claimOrRestore(worker.store, home);
    await restore();
    await expect(worker.store.confirm(turn, text, fence)).rejects.toMatchObject({ kind: 'fenced' });
    const next = await claimOrRestore(worker.store, home);
    expect(next.generation).toBeGreaterThan(fence.generation);
    expect(await worker.store.confirm(turn, text, next)).toBe(true);
  });

  it('leaves it to a worker that is quicker, and waits for it', async () => {
    await answered({ inStore: false });
    const worker = server.connect();
    const { state } = open;
    const overtaken: OpenState['state'] = {
      ...state,
      store: {
        ...state.store,
        catchUp: async (...args) => {
          const claim = await worker.store.claim(home);
          after(1_500, async () => {
            if (claim.kind === 'claimed') await worker.store.catchUp(claim.fence, nothingToRestore(), atStart);
          });
          return state.store.catchUp(...args);
        },
      },
    };
    await passing(restoreState({ ...open, state: overtaken }, [home], { yes: true, terminal }));
    expect(printed).toContain('a worker was quicker');
    expect(await state.audit.partition(home)).toMatchObject({ readable: true });
  });

  it('says where it stopped, and that repeating it is safe', async () => {
    await answered();
    const away = async (): Promise<never> => {
      throw new TurnfleetError('overloaded', 'Redis cannot be reached.');
    };
    open = { ...open, state: { ...open.state, store: { ...open.state.store, claim: away } } };
    await expect(restore()).rejects.toMatchObject({
      kind: 'overloaded',
      message: `Redis cannot be reached.\nStopped at partition ${home}, whose readers wait.`,
      details: { suggestion: expect.stringContaining('Repeat the same command') },
    });
  });
});

describe('turnfleet state', () => {
  const run = (args: readonly string[], env = {}) => {
    const program = new Command().exitOverride();
    addStateCommands(program, { env, clock, logger: silentLogger, terminal });
    return program.parseAsync(['state', ...args], { from: 'user' });
  };

  it.each(['verify', 'restore'])('says which address is missing: %s', async (command) => {
    await expect(run([command])).rejects.toMatchObject({
      kind: 'invalid_request',
      message: expect.stringContaining('KAFKA_BROKERS is not set'),
    });
    await expect(run([command], { KAFKA_BROKERS: '127.0.0.1:1' })).rejects.toMatchObject({
      kind: 'invalid_request',
      message: expect.stringContaining('REDIS_URL is not set'),
    });
  });
});

function after(ms: number, work: () => Promise<void>): void {
  clock.setTimer(ms, () => void work());
}
