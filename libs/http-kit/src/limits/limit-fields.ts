import { defaultRateLimits, type RateLimits, rateLimitsOf } from '@turnfleet/admission';
import { count } from '@turnfleet/service-kit';
import { z } from 'zod';

const rateLimits = z
  .string()
  .transform((text, context): RateLimits => {
    const limits = rateLimitsOf(text);
    if (limits) return limits;
    const message =
      'must be like standard.user=600,high.key=off,address=6000: requests a minute of a key, user or tenant of a class, or of an address';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  })
  .default(defaultRateLimits);

const cidr = /^[0-9a-fA-F:.]+(?:\/\d{1,3})?$/;
const proxies = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .refine(
    (all) => all.every((one) => cidr.test(one)),
    'must be addresses or networks like 10.0.0.0/8, separated by commas',
  );

const origin = /^https?:\/\/[^/\s*]+$/;
const corsOrigins = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .refine(
    (all) => all.every((one) => one === '*' || origin.test(one)) && (all.length === 1 || !all.includes('*')),
    'must be origins like https://shop.example, separated by commas, or * alone',
  );

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;
const socketOrigins = z
  .string()
  .transform((list) => list.split(',').map((entry) => entry.trim()))
  .refine((list) => list.every(isOrigin), 'must be origins like https://shop.example, several separated by commas')
  .default([]);

/** How often somebody may ask, how many streams they may hold, and whose pages come in. */
export const limitFields = {
  RATE_LIMITS: rateLimits,
  TRUSTED_PROXIES: proxies.optional(),
  STREAMS_PER_USER: count(50, 1, 100_000),
  MAX_STREAMS: count(10_000, 1, 1_000_000),
  CORS_ORIGINS: corsOrigins.optional(),
  /** Pages of which origins may open a WebSocket besides our own. */
  ALLOWED_ORIGINS: socketOrigins,
};

export type LimitConfig = z.output<z.ZodObject<typeof limitFields>>;
