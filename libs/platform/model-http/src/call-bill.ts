import type { ModelRequest, ModelUsage, StreamFold } from '@turnfleet/model';
import { countTokens, inputTokensOf } from './count-tokens.ts';
import { wasRefused } from './sdk-failure.ts';

const nothing: ModelUsage = { inputTokens: 0, outputTokens: 0 };

/**
 * What the endpoint bills for one call. A request that it refused, or that did not reach it, costs nothing. One that it took
 * costs its input and what was written by then, as vendors bill a connection that is closed; what they do not say is counted
 * here. Invariant: the ticket hears of it once.
 */
export class CallBill {
  readonly #request: ModelRequest;
  #fold: StreamFold | null = null;
  #text = '';
  #refused = false;
  #told = false;

  constructor(request: ModelRequest) {
    this.#request = request;
  }

  /** The call is not made, for this reason. */
  notSent<E extends Error>(reason: E): E {
    this.#tell(nothing, false);
    return reason;
  }

  /** The endpoint has begun to answer. */
  hears(fold: StreamFold): void {
    this.#fold = fold;
  }

  /** Text, thoughts and markup included: all of it is billed. */
  received(text: string): void {
    this.#text += text;
  }

  /** The answer has come to its end. */
  ended(): ModelUsage {
    const { usage, estimated } = this.#read();
    this.#tell(usage, estimated);
    return usage;
  }

  failed(error: unknown): void {
    this.#refused = this.#fold === null && wasRefused(error);
  }

  /** To be called in the end, however it came about. */
  tell(): void {
    if (this.#told || !this.#request.ticket) return;
    if (this.#refused) return this.#tell(nothing, false);
    const { usage, estimated } = this.#read();
    this.#tell(usage, estimated);
  }

  #tell(usage: ModelUsage, estimated: boolean): void {
    if (this.#told) return;
    this.#told = true;
    this.#request.ticket?.billed(usage, estimated);
  }

  #read(): { readonly usage: ModelUsage; readonly estimated: boolean } {
    const { usage, calls = [] } = this.#fold?.heard() ?? {};
    if (usage && this.#fold?.ended) return { usage, estimated: false };
    const written = this.#text + calls.map(({ name, arguments: json }) => name + json).join('');
    const outputTokens = Math.max(usage?.outputTokens ?? 0, written === '' ? 0 : countTokens(written));
    return {
      usage: { ...usage, inputTokens: usage?.inputTokens || inputTokensOf(this.#request), outputTokens },
      estimated: true,
    };
  }
}
