import { calledToolSchema, instancesSchema, toolsSchema } from '@turnfleet/contract/http';
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
  };
}
