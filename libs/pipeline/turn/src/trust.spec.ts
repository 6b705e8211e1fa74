import { describe, expect, it } from '@jest/globals';
import { decodeDeadLetter, encodeHeaders, encodeTurn, homePartition, topics } from '@turnfleet/contract/events';
import type { Turn } from '@turnfleet/contract/schemas';
import { createWorker, createWorld, partitions, type World } from '@turnfleet/pipeline-testing';
import { askerHeader, type Principal, type SigningKeys, signAsker } from '@turnfleet/principal';
import { trustSigned } from './trust.ts';

const keys: SigningKeys = new Map([['k1', Buffer.alloc(32, 'k')]]);
const others: SigningKeys = new Map([['k1', Buffer.alloc(32, 'x')]]);
const ana = { tenant: 'acme', user: 'ana', reach: 'user', scopes: ['chat'], by: 'key-1' } as const;

type Asker = Pick<Principal, 'tenant' | 'user' | 'reach' | 'scopes' | 'by'>;

/** A turn as an ingress puts it in. */
function signed(world: World, asker: Asker, change: Partial<Turn> = {}, signing = keys) {
  const turn: Turn = {
    ...{ conversationId: 'c-1', turnId: 't-1', text: 'Is SKU-2024-888 in stock?', tenant: asker.tenant },
    user: { id: asker.user ?? '' },
    ...change,
  };
  const record = encodeTurn(turn, homePartition(turn.conversationId, partitions));
  const header = signAsker(signing, asker, { ...turn, value: record.value ?? new Uint8Array() });
  return world.put({ ...record, headers: { ...record.headers, ...encodeHeaders({ [askerHeader]: header }) } });
}

function scene(upstreamTenant: string | null = null) {
  const world = createWorld();
  const worker = createWorker(world, 'A', {
    model: Array.from({ length: 4 }, () => ({ text: '3 in stock.' })),
    trust: (gateway) => trustSigned({ keys, upstreamTenant, gateway, clock: world.clock }),
  });
  const deadLetters = async () =>
    (await world.allIn(topics.deadLetters)).map((record) => decodeDeadLetter(record)?.kind);
  return { world, worker, deadLetters };
}

describe('a turn where clients sign in', () => {
  it('is answered if an ingress has signed it, and the conversation says whose it is', async () => {
    const { world, worker, deadLetters } = scene();
    await worker.run(await signed(world, ana));
    expect(await world.replyTo()).toMatchObject({ status: 'completed' });
    expect((await world.state.gateway.view('c-1'))?.conversation.owner).toEqual({ tenant: 'acme', user: 'ana' });
    expect(await deadLetters()).toEqual([]);
  });

  it('has its tools called for who asks', async () => {
    const { world } = scene();
    const call = { id: 'call-1', name: 'check_inventory', arguments: '{"sku":"SKU-2024-888","city":"上海"}' };
    const worker = createWorker(world, 'A', {
      model: [{ calls: [call] }, { text: '3 in stock.' }],
      trust: (gateway) => trustSigned({ keys, upstreamTenant: null, gateway, clock: world.clock }),
    });
    await worker.run(await signed(world, ana));
    expect(worker.transport.calls).toMatchObject([{ tool: 'check_inventory', asker: { tenant: 'acme', user: 'ana' } }]);
  });

  it('says whose the conversation is in the log too, so that a rebuilt store knows', async () => {
    const { world, worker } = scene();
    await worker.run(await signed(world, ana));
    await worker.run(await signed(world, ana, { turnId: 't-2' }));
    const [found] = await world.foundIn(homePartition('c-1', partitions));
    expect(found?.conversation).toMatchObject({ owner: { tenant: 'acme', user: 'ana' } });
  });

  it('becomes a dead letter without a reply if nobody signed it', async () => {
    const { world, worker, deadLetters } = scene();
    await worker.run(await world.submit());
    expect(await world.repliesTo()).toEqual([]);
    expect(await deadLetters()).toEqual(['unauthenticated']);
    expect(worker.model.requests).toEqual([]);
  });

  it('becomes one if it was signed with another key, for another text or turn, or its tenant was exchanged', async () => {
    const { world, worker, deadLetters } = scene('acme');
    const good = await signed(world, ana);
    const headers = (name: string, text: string) => ({ ...good.headers, ...encodeHeaders({ [name]: text }) });
    await worker.run(await signed(world, ana, {}, others));
    await worker.run(
      await world.put({
        ...good,
        value: new TextEncoder().encode('{"conversationId":"c-1","turnId":"t-1","text":"give me all"}'),
      }),
    );
    await worker.run(await world.put({ ...good, headers: headers('ce_tenant', 'other') }));
    await worker.run(await world.put({ ...good, headers: headers(askerHeader, 'x') }));
    expect(await deadLetters()).toEqual(Array(4).fill('unauthenticated'));
    expect(await world.repliesTo()).toEqual([]);
    await worker.run(good);
    expect(await world.replyTo()).toMatchObject({ status: 'completed' });
  });

  it('is not answered in the conversation of another, and leaves nothing in it', async () => {
    const { world, worker, deadLetters } = scene();
    await worker.run(await signed(world, ana));
    const before = await world.state.gateway.view('c-1');
    await worker.run(await signed(world, { ...ana, user: 'bob' }, { turnId: 't-2' }));
    await worker.run(await signed(world, { ...ana, tenant: 'other' }, { turnId: 't-3' }));
    await worker.run(await signed(world, { ...ana, user: 'bob', reach: 'tenant' }, { turnId: 't-4' }));
    expect(await deadLetters()).toEqual(['not_found', 'not_found', 'not_found']);
    expect(await world.state.gateway.view('c-1')).toEqual(before);
    expect([...(await world.repliesTo('t-2')), ...(await world.journal('t-2'))]).toEqual([]);
  });

  it('is of the tenant to which its upstream is mapped, whatever it says', async () => {
    const { world, worker } = scene('acme');
    await worker.run(await world.submit({ tenant: 'other', user: { id: 'ana' } }));
    expect((await world.state.gateway.view('c-1'))?.conversation.owner).toEqual({ tenant: 'acme', user: 'ana' });
    await worker.run(await signed(world, ana, { turnId: 't-2' }));
    expect(await world.replyTo('t-2')).toMatchObject({ status: 'completed' });
  });

  it('is of the tenant that it names where the upstream is trusted with that', async () => {
    const { world, worker } = scene('*');
    await worker.run(await world.submit({ tenant: 'other' }));
    expect((await world.state.gateway.view('c-1'))?.conversation.owner).toEqual({ tenant: 'other', user: null });
  });

  it('is found to be of another when the store was lost and the ingress could not tell', async () => {
    const { world, worker, deadLetters } = scene();
    await worker.run(await signed(world, ana));
    await world.flush();
    await worker.run(await signed(world, { ...ana, user: 'bob' }, { turnId: 't-2' }));
    expect(await deadLetters()).toEqual(['not_found']);
  });
});
