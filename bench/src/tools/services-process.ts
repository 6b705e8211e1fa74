import { startInProcess } from '@turnfleet/fleet/in-process';
import { startTcpProxy } from '@turnfleet/testing/tcp-proxy';
import type { Ready } from './contenders.ts';

/**
 * The services that are called, as a process of their own, so that what they cost is not measured: product, pricing and
 * inventory, and two more of inventory, one of them behind a connection that can be made slow. `Ready` to its parent when
 * they are there; from it `{ delayMs }`.
 */
const registry = await startInProcess({ REGISTRY_PORT: '0' }, ['registry']);
const address = (addresses: Readonly<Record<string, string>>, name: string): string => addresses[`${name}.grpc`] ?? '';
const known = { REGISTRY_ADDR: address(registry.addresses, 'registry') };
const first = await startInProcess(known, ['product', 'inventory', 'pricing']);
const second = await startInProcess(known, ['inventory']);
const proxy = await startTcpProxy({ host: '127.0.0.1', port: 1 });
const behind = `127.0.0.1:${proxy.port}`;
// Refused until its target is known: the registry may be told before.
const third = await startInProcess({ ...known, ADVERTISE_ADDR: behind }, ['inventory']);
proxy.redirect({ host: '127.0.0.1', port: Number(address(third.addresses, 'inventory').split(':').at(-1)) });

const ready: Ready = {
  registry: known.REGISTRY_ADDR,
  product: address(first.addresses, 'product'),
  pricing: address(first.addresses, 'pricing'),
  inventories: [address(first.addresses, 'inventory'), address(second.addresses, 'inventory'), behind],
};
process.send?.(ready);
process.on('message', ({ delayMs }: { readonly delayMs: number }) => {
  proxy.delay(delayMs);
  process.send?.('done');
});
process.once('disconnect', () => process.exit());
