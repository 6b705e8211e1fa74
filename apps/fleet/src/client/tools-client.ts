import { calledToolSchema, instancesSchema, toolBatchResultSchema, toolsSchema } from '@turnfleet/contract/http';
import { requestJson } from './request.ts';

export interface CallOptions {
  readonly userId?: string;
  /** Of a tool that takes effect. */
  readonly key?: string;
}

/** The tools of a running fleet, over its ingress. Fails as `requestJson` does. */
export function toolsClient(fleetUrl: string) {
  return {
    list: (format: string) => requestJson(`${fleetUrl}/v1/tools?format=${encodeURIComponent(format)}`, toolsSchema),
    instances: () => requestJson(`${fleetUrl}/v1/operate/tools/instances`, instancesSchema),
    call: (name: string, args: Readonly<Record<string, unknown>>, { userId, key }: CallOptions) =>
      requestJson(`${fleetUrl}/v1/operate/tools/${encodeURIComponent(name)}/call`, calledToolSchema, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) },
        body: JSON.stringify({ arguments: args, ...(userId === undefined ? {} : { userId }) }),
      }),
    /** `batch`: a body of `POST /v1/tools:batch`, checked there. */
    callBatch: (batch: unknown) =>
      requestJson(`${fleetUrl}/v1/tools:batch`, toolBatchResultSchema, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(batch),
      }),
  };
}
