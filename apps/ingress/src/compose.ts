import { listen } from '@turnfleet/http-kit';
import type { App } from '@turnfleet/service-kit';
import { watchLoopDelay } from './admission/loop-delay.ts';
import type { Config } from './config.ts';
import { type Adapters as All, httpIngress } from './http-ingress.ts';

/** Without a name, a new one; without a `loopDelay`, that of this process. */
export type Adapters = Omit<All, 'name' | 'loopDelay'> & Partial<Pick<All, 'name' | 'loopDelay'>>;

/** The ingress, listening. Stopping drains: nothing new is taken, what runs is finished, streams end to go on elsewhere. */
export async function compose(config: Config, adapters: Adapters): Promise<App> {
  const { app, checks, refuseNew, drain } = await httpIngress(config, {
    ...adapters,
    name: adapters.name ?? adapters.newId(),
    loopDelay: adapters.loopDelay ?? watchLoopDelay(adapters.clock),
  });
  const address = await listen(app, config);
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await drain();
    await app.close();
  };
  return { name: 'ingress', addresses: { http: address }, checks, refuseNew, stop: () => (stopped ??= stop()) };
}
