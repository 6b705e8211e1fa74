// @ts-expect-error: kafkajs declares no types of its insides.
import Queue from 'kafkajs/src/network/requestQueue/index.js';

/** What waits to be sent on one connection of kafkajs. */
export interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}

const { prototype } = Queue as { readonly prototype: RequestQueue };
const { scheduleCheckPendingRequests: schedule } = prototype;

/**
 * After each answer kafkajs sets a timer to look for waiting requests, and another when that one fires: once a
 * millisecond, on each connection, as long as it is open, and with a delay in the past of which Node warns (issue 1704).
 * Only what waits needs a look.
 */
export function calmQueues(): void {
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length > 0) schedule.call(this);
  };
}
