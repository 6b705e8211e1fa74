import { z } from 'zod';

/** What a dialogue waits for, and gives up when its time is over. */
export const timerKinds = ['greeting', 'query', 'transaction', 'inactive', 'absolute'] as const;
export const timerKindSchema = z.enum(timerKinds);

const instant = z.string().meta({ format: 'date-time' });

export const armedTimerSchema = z
  .object({
    kind: timerKindSchema.describe('Which of the times of a dialogue runs out first.'),
    dueAt: instant.describe('RFC 3339, by the clock of the store: when it runs out.'),
    since: instant.describe('RFC 3339: when this dialogue began, from which `absolute` counts.'),
  })
  .meta({ id: 'ArmedTimer', description: 'When a dialogue ends by itself if nobody writes.' });

export type TimerKind = z.infer<typeof timerKindSchema>;
export type ArmedTimer = z.infer<typeof armedTimerSchema>;
