import type { Recorder } from '../recorder.ts';

export type Json = Readonly<Record<string, unknown>>;

/** What a service with an effect has in its database: what it did, by key; the same key does nothing more. */
export class EffectDatabase {
  readonly #recorder: Recorder;
  readonly #answers = new Map<string, Json>();

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  apply(tool: string, args: Json, key: string | undefined): Json {
    const known = key === undefined ? undefined : this.#answers.get(key);
    if (known) return known;
    const { sku, city, quantity } = args;
    const intent = String(sku);
    const [conversationId = intent] = intent.split('/');
    this.#recorder.see({ event: 'effect', tool, key: key ?? null, intent, conversationId });
    const answer = {
      reservation_id: `RSV-${this.#answers.size + 1}`,
      sku,
      city,
      quantity,
      expire_time: '2026-01-01T01:00:00Z',
      warehouses: [],
    };
    if (key !== undefined) this.#answers.set(key, answer);
    return answer;
  }
}
