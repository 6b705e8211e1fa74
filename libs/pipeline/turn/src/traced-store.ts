import { trace } from '@opentelemetry/api';
import type { ConversationStore } from '@turnfleet/conversation';
import { withSpan } from '@turnfleet/telemetry';

/** The store with a span around its two heavy steps; the two light ones are marks on the turn's own span. */
export function tracedStore(store: ConversationStore): ConversationStore {
  const spanned = <T>(name: string, work: () => Promise<T>): Promise<T> =>
    withSpan({ scope: 'turnfleet/orchestrator', name }, work);
  const marked = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const result = await work();
    trace.getActiveSpan()?.addEvent(name);
    return result;
  };
  return {
    partitions: () => store.partitions(),
    now: () => store.now(),
    claim: (...args) => store.claim(...args),
    restore: (...args) => store.restore(...args),
    catchUp: (...args) => store.catchUp(...args),
    check: (fence) => store.check(fence),
    current: (...args) => store.current(...args),
    running: (fence) => store.running(fence),
    claimTimers: (...args) => store.claimTimers(...args),
    idle: (...args) => store.idle(...args),
    readIdle: (...args) => store.readIdle(...args),
    expire: (...args) => store.expire(...args),
    release: (...args) => store.release(...args),
    noteSpending: (...args) => store.noteSpending(...args),
    begin: (...args) => spanned('state begin', () => store.begin(...args)),
    commit: (change, fence) => spanned('state commit', () => store.commit(change, fence)),
    abridge: (...args) => spanned('state abridge', () => store.abridge(...args)),
    confirm: (turn, reply, fence) => marked('state confirmed', () => store.confirm(turn, reply, fence)),
    settle: (...args) => marked('state settled', () => store.settle(...args)),
  };
}
