import type { ConversationState } from '@turnfleet/conversation';
import type { Link } from '../process/link.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import type { StoreClock } from './store-clock.ts';
import type { StoreOutage } from './store-outage.ts';

/** What the state store is in a run: the ports as processes have them, and what goes wrong with it. */
export interface SimState {
  readonly server: StateAtServer;
  /** The ports as one process has them, its calls going over its link. */
  connect(link: Link): ConversationState;
  readonly outage: StoreOutage;
  readonly clock: StoreClock;
  /** After the run. */
  close(): Promise<void>;
}

/** What the store holds, without a way to it. */
interface StateAtServer {
  connect(): Pick<ConversationState, 'gateway' | 'journal'>;
  /** What it holds now, for the two that follow only. */
  copy(): unknown;
  /** Another server, which has this copy, takes over. With `copy()` itself it is a restart. */
  rollBackTo(copy: unknown): void;
  /** The same server has this copy from now on. */
  rollBackQuietly(copy: unknown): void;
  flush(): void;
}

/** Makes the store of a run. */
export type OpenState = (time: VirtualTime, partitions: number) => SimState;
