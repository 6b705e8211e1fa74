import { z } from 'zod';
import { requestJson } from './request.ts';

const postedSchema = z.object({ id: z.string(), tenant: z.string() });

/** Posts a notice for the clients of a tenant, that of the key if none is named. */
export function postNotice(
  fleet: string,
  notice: { readonly text: string; readonly tenant?: string },
): Promise<z.output<typeof postedSchema>> {
  const headers = { 'content-type': 'application/json' };
  return requestJson(`${fleet}/v1/notices`, postedSchema, { method: 'POST', headers, body: JSON.stringify(notice) });
}
