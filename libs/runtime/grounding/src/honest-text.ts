import { shopperText } from '@turnfleet/contract/words';
import type { Figure, FigureKind } from './figures/figure.ts';

type Topic = 'price' | 'stock' | 'delivery' | 'order' | 'other';

const topics: Readonly<Record<FigureKind, Topic>> = {
  ...{ money: 'price', percent: 'price', count: 'stock', status: 'order', code: 'order' },
  ...{
    duration: 'delivery',
    date: 'delivery',
    monthDay: 'delivery',
    weekday: 'delivery',
    time: 'delivery',
    dayPart: 'delivery',
  },
  ...{ number: 'other', measure: 'other' },
} as const;

const instead = {
  price: 'unverifiedPrice',
  stock: 'unverifiedStock',
  delivery: 'unverifiedDelivery',
  order: 'unverifiedOrder',
  other: 'unverifiedOther',
} as const satisfies Record<Topic, string>;

function topicOf(figures: readonly Figure[]): Topic {
  const first = figures[0]?.stated;
  if (!first) return 'other';
  if (first.kind === 'status' && (first.status === 'in_stock' || first.status === 'out_of_stock')) return 'stock';
  return topics[first.kind];
}

/** Said in place of a sentence with figures that nothing supports, in the shopper's language. */
export function honestText(figures: readonly Figure[], locale: string): string {
  return shopperText(instead[topicOf(figures)], locale);
}

const mostNamed = 8;

const notShown = 'Your answer was not shown to the shopper:';

/** Whether a message is one of ours, which says what was wrong with the answer before it. */
export const isCorrectionRequest = (text: string): boolean => text.startsWith(notShown);

/** Asks the model to say its answer again, naming what it may not say. */
export function correctionRequest(figures: readonly Figure[]): string {
  const named = [...new Set(figures.map(({ text }) => JSON.stringify(text)))].slice(0, mostNamed).join(', ');
  return [
    `${notShown} no tool result supports ${named}.`,
    'Answer the same question once more, as a whole and in the same language.',
    'State only figures, dates, statuses and numbers that a tool result of this conversation holds; call a tool if that finds them out, otherwise say plainly that you cannot tell. Do not mention this note.',
  ].join(' ');
}
