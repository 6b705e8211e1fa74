import { isValidId } from '@turnfleet/core';
import { z } from 'zod';
import { isNestedAtMost } from './json.ts';
import { localeHint } from './locale-hint.ts';
import { isMeaningfulText, maxTextCodePoints } from './text.ts';

export const idSchema = z
  .string()
  .refine(isValidId, 'must be 1–128 of A-Z a-z 0-9 _ - . : ~, and not "." or ".."')
  .meta({ pattern: '^[A-Za-z0-9_\\-.:~]{1,128}$' });

/** 1–8,000 Unicode code points that show something. */
export const textSchema = z
  .string()
  .refine(isMeaningfulText, 'must not be blank, nor hold NUL or lone surrogates')
  .refine((text) => [...text].length <= maxTextCodePoints, `must have at most ${maxTextCodePoints} characters`)
  .meta({ minLength: 1, maxLength: maxTextCodePoints });

/** BCP 47, as far as a language and an optional region go. */
export const localeSchema = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag like zh-CN')
  .meta({ description: 'Language tag (BCP 47), e.g. zh-CN.' });

const shortText = z
  .string()
  .min(1)
  .max(128)
  .refine(isMeaningfulText, 'must not be blank, nor hold NUL or lone surrogates');

export const userSchema = z
  .object({
    id: shortText.describe('Id of the shopper upstream.').optional(),
    level: z.enum(['regular', 'silver', 'gold']).describe('Level of the shopper; decides discounts.').optional(),
    city: shortText.describe('City of the shopper, in Chinese or English.').optional(),
  })
  .meta({ id: 'User', description: 'What is known of the shopper.' });

const deepestMetadata = 32;

const metadataSchema = z
  .record(z.string().max(128), z.unknown())
  .refine(
    (data) => isNestedAtMost(deepestMetadata, data),
    `must not be nested more than ${deepestMetadata} levels deep`,
  )
  .meta({ description: 'Anything upstream wants to note; never shown to a model.' });

/** What a client says was said before, or asks for in general. Its claim: it is told to the model, and kept nowhere. */
const saidBeforeSchema = z
  .object({ role: z.enum(['user', 'assistant', 'instructions']), text: z.string() })
  .meta({ id: 'SaidBefore', description: 'A message that a client says came before.' });

/** Data of `com.turnfleet.turn.submitted.v1`. Unknown fields are ignored. */
export const turnSchema = z
  .object({
    conversationId: idSchema.describe('Conversation the turn belongs to; its turns are answered in order.'),
    turnId: idSchema.describe('Idempotency key within the conversation: the same id again is the same turn.'),
    text: textSchema.describe('What the shopper says: 1–8,000 Unicode code points, not only white space.'),
    locale: z
      .preprocess(localeHint, localeSchema.optional())
      .describe(
        'Language of the answer (BCP 47; `zh_CN` is understood). Left out or unknown: that of the text, or of the conversation if the text is in none.',
      )
      .optional(),
    user: userSchema.optional().describe('The shopper who says it, as far as known.'),
    tenant: shortText
      .describe('Whose shop it is; `default` if left out. The extension `ce_tenant` goes before it.')
      .optional(),
    metadata: metadataSchema.optional(),
    context: z
      .array(saidBeforeSchema)
      .max(1_000)
      .optional()
      .describe('What was said before, where the conversation itself has nothing; oldest first.'),
    modelGroup: shortText
      .optional()
      .describe('A group of the catalogue whose models are to answer; one that it has not is as if left out.'),
  })
  .meta({
    id: 'Turn',
    description: 'One message of a shopper.',
    examples: [
      {
        conversationId: 'c-81',
        turnId: '01JDYQ9V6ZK3W8M5T2R7X4N1HB',
        text: 'SKU-2024-888 上海有货吗?',
        locale: 'zh-CN',
        user: { id: 'U123456', level: 'gold', city: '广州' },
        tenant: 'default',
        metadata: { device: 'ios' },
      },
    ],
  });

export type User = z.infer<typeof userSchema>;
export type SaidBefore = z.infer<typeof saidBeforeSchema>;
export type Turn = z.infer<typeof turnSchema>;

export const defaultTenant = 'default';
