import { timerKinds } from '@turnfleet/contract/schemas';
import type { DialogueTimes } from '@turnfleet/conversation';
import { z } from 'zod';

const secondMs = 1_000;

/** How long dialogues wait for their shoppers, where nobody says otherwise. */
const usual: DialogueTimes = {
  greeting: 300 * secondMs,
  query: 600 * secondMs,
  transaction: 1_800 * secondMs,
  inactive: 3_600 * secondMs,
  absolute: 7_200 * secondMs,
};

/** Up to a week. */
const mostSeconds = 7 * 24 * 3_600;

/** `greeting=300,query=600`, in seconds; kinds that are left out have their usual time, 0 is never, `off` all of them. */
export const dialogueTimes = z
  .string()
  .default('')
  .transform((text, context): DialogueTimes => {
    if (text === 'off') return {};
    const parts = text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    const wrong = parts.filter((part) => !isTime(part));
    if (wrong.length > 0) {
      const message = `must be off, or like transaction=1800,inactive=3600 with seconds up to ${mostSeconds} for ${timerKinds.join(', ')} (not: ${wrong.join(', ')})`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
    const given = new Map(
      parts.map((part) => part.split('=')).map(([kind, seconds]) => [kind, Number(seconds) * secondMs]),
    );
    const times = timerKinds.map((kind) => [kind, given.get(kind) ?? usual[kind]] as const);
    return Object.fromEntries(times.filter(([, time]) => time !== 0));
  });

function isTime(part: string): boolean {
  const [, kind = '', seconds = ''] = /^(\w+)=(\d{1,6})$/.exec(part) ?? [];
  return timerKinds.some((one) => one === kind) && seconds !== '' && Number(seconds) <= mostSeconds;
}
