import { z } from 'zod';

const perSecond = z.number().nullable();

/** `GET /v1/operate/load`. Turns, turns a second, milliseconds. */
export const loadSchema = z.object({
  fleet: z
    .object({
      capacity: z.number().describe('Turns that all workers work on at once.'),
      inFlight: z.number(),
      waiting: z.number().describe('Fetched by a worker, and waiting for a place or for the turn before.'),
      behind: z.number().describe('In the log behind what workers have fetched.'),
      endsPerSecond: z.number(),
      canEndPerSecond: perSecond.describe(
        'With always some waiting, as seen or guessed; null: nobody has seen any end.',
      ),
      oldestMs: z.number().describe('Of those that wait.'),
    })
    .describe('All workers together.'),
  workers: z.array(z.object({ name: z.string(), inFlight: z.number(), capacity: z.number(), waiting: z.number() })),
  doors: z.array(z.object({ name: z.string(), letInPerSecond: z.number(), streams: z.number() })),
  sharers: z
    .array(z.object({ tenant: z.string(), priority: z.number(), waiting: z.number(), oldestMs: z.number() }))
    .describe('Whose turns wait, the longest queues first.'),
  limited: z
    .array(
      z.object({
        ...{ door: z.string(), who: z.string(), why: z.string(), refused: z.number() },
        since: z.string().describe('RFC 3339.'),
        lastAt: z.string(),
      }),
    )
    .describe('Who was refused within the last minute, the latest first.'),
});
export type Load = z.infer<typeof loadSchema>;
