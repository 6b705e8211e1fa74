import { setTimeout as pause } from 'node:timers/promises';
import type { TcpProxy } from '@turnfleet/testing/tcp-proxy';
import type { Random } from '../sim/time/random.ts';

const kinds = ['cut', 'cut', 'freeze', 'mute', 'refuse', 'delay'] as const;
/** Longer than the group's patience with a silent member, now and then. */
const lastingMs = [50, 300, 1_500, 3_000, 10_000] as const;

/** Makes so many troubles, one after another, each on one of the ways to the brokers. */
export async function makeTrouble(random: Random, proxies: readonly TcpProxy[], count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await pause(random.between(50, 800));
    const proxy = random.pick(proxies);
    const forMs = random.pick(lastingMs);
    switch (random.pick(kinds)) {
      case 'cut':
        proxy.cut();
        break;
      case 'freeze':
        proxy.freeze();
        await pause(forMs);
        proxy.thaw();
        break;
      case 'mute':
        proxy.mute();
        await pause(forMs);
        proxy.thaw();
        break;
      case 'refuse':
        proxy.refuse();
        await pause(forMs);
        proxy.admit();
        break;
      case 'delay':
        proxy.delay(random.between(1, 400));
        await pause(forMs);
        proxy.delay(0);
        break;
    }
  }
}
