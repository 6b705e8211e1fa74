import type { EventOf } from '../history/history-event.ts';
import type { Tell } from './verdict.ts';

type Timed<Name extends 'served' | 'heard_of' | 'used'> = EventOf<Name> & { readonly line: number };

/** When what turns were told was true: no longer ago than the proto allows, and after every change their worker had heard of. */
export class Freshness {
  /** By tool and value. */
  readonly #served = new Map<string, Timed<'served'>>();
  /** By worker and subject. */
  readonly #heard = new Map<string, Timed<'heard_of'>[]>();
  readonly #used: Timed<'used'>[] = [];

  seeServed(event: EventOf<'served'>, line: number): void {
    this.#served.set(`${event.tool} ${event.value}`, { ...event, line });
  }

  seeHeardOf(event: EventOf<'heard_of'>, line: number): void {
    const key = `${event.worker} ${event.subject}`;
    this.#heard.set(key, [...(this.#heard.get(key) ?? []), { ...event, line }]);
  }

  seeUsed(event: EventOf<'used'>, line: number): void {
    this.#used.push({ ...event, line });
  }

  judge(freshFor: NonNullable<EventOf<'begin'>['freshFor']>, tell: Tell): void {
    for (const used of this.#used) {
      const { tool, subject, value, worker, begunAt, standsIn } = used;
      const served = this.#served.get(`${tool} ${value}`);
      if (!served) continue;
      const what = `${worker} answered ${tool} about ${subject} with ${value}, which was true`;
      const { asItIs = Infinity, ifError = Infinity } = freshFor[tool] ?? {};
      const allowed = standsIn ? ifError : asItIs;
      const lines = [served.line, used.line];
      if (begunAt - served.at > allowed) {
        const sentence = `${what} ${begunAt - served.at} ms before it was asked; its proto allows ${allowed} ms.`;
        tell({ code: 'stale_answer', sentence, lines });
      }
      const heard = this.#heard.get(`${worker} ${subject}`) ?? [];
      const change = heard.find(({ at, changedAt }) => at < begunAt && changedAt > served.at);
      if (!change) continue;
      const sentence = `${what} before a change that it had heard of when it was asked.`;
      tell({ code: 'stale_answer', sentence, lines: [...lines, change.line] });
    }
  }
}
