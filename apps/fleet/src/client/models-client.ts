import { choiceSchema, explanationSchema, modelsSchema } from '@turnfleet/contract/http';
import { requestJson } from './request.ts';

/** What of a turn decides which model answers it. */
export interface Asked {
  readonly text: string;
  readonly level?: string;
  readonly tenant?: string;
  readonly locale?: string;
  readonly channel?: string;
}

/** The models of a running fleet, over its ingress. Fails as `requestJson` does. */
export function modelsClient(fleetUrl: string) {
  const base = `${fleetUrl}/v1/operate/models`;
  const send = (method: string, body: unknown): RequestInit => ({
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return {
    read: () => requestJson(base, modelsSchema),
    explain: (asked: Asked) => requestJson(`${base}/explain`, explanationSchema, send('POST', asked)),
    /** Null: the rules decide again. */
    choose: (rule: string, model: string | null) =>
      requestJson(
        `${base}/choices/${encodeURIComponent(rule)}`,
        choiceSchema,
        model === null ? { method: 'DELETE' } : send('PUT', { model }),
      ),
  };
}
