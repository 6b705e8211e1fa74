import { z } from 'zod';

export const questionClasses = [
  'price',
  'stock',
  'order',
  'delivery',
  'details',
  'discount',
  'several',
  'weighing',
  'search',
  'small talk',
] as const;
export type QuestionClass = (typeof questionClasses)[number];

/** Of 1,000 turns of the mix. Weighing up and several things at once are what a stronger model may be needed for. */
export const shares: Readonly<Record<QuestionClass, number>> = {
  price: 190,
  stock: 190,
  order: 160,
  delivery: 110,
  details: 80,
  discount: 80,
  several: 50,
  weighing: 70,
  search: 40,
  'small talk': 30,
};

/** A line of `shop-questions.jsonl`. */
export const questionSchema = z.strictObject({
  class: z.enum(questionClasses),
  locale: z.enum(['zh-CN', 'en']),
  text: z.string(),
  level: z.enum(['regular', 'silver', 'gold']).optional(),
  /** Wanted on the price of what is looked up. */
  coupon: z.string().optional(),
  /** What has to be looked up for a right answer: arguments by tool, in the words of a model. */
  calls: z.array(z.strictObject({ tool: z.string(), arguments: z.record(z.string(), z.unknown()) })),
});
export type ShopQuestion = z.infer<typeof questionSchema>;
