import { type DeskHours, readDeskHours } from '@turnfleet/turn';
import { z } from 'zod';

/** `Mon-Fri 09:00-21:00, Sat-Sun 10:00-18:00` by the clock of the shop, or `always`. */
export const deskHours = z.string().transform((text, context): DeskHours => {
  const read = readDeskHours(text);
  if ('hours' in read) return read.hours;
  const message = `must be always, or like Mon-Fri 09:00-21:00, Sat-Sun 10:00-18:00 (not: ${read.wrong.join(', ')})`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});
