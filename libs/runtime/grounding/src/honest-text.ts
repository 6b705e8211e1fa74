import { shopLocale } from '@turnfleet/contract/schemas';
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
  'zh-CN': {
    price: '具体的价格或优惠我暂时无法核实，请以商品页和结算页显示的为准。',
    stock: '具体的数量或库存我暂时无法核实，请以商品页显示的为准。',
    delivery: '具体的时间我暂时无法核实，请以订单页或结算页显示的为准。',
    order: '这一点的最新状态我暂时无法核实，请以订单页显示的为准。',
    other: '这一点我暂时无法核实，所以先不下结论。',
  },
  en: {
    price: 'I cannot verify the exact price or discount right now; the product and checkout pages show what counts.',
    stock: 'I cannot verify the exact quantity or stock right now; the product page shows what counts.',
    delivery: 'I cannot verify the exact time right now; the order or checkout page shows what counts.',
    order: 'I cannot verify the latest status of this right now; the order page shows what counts.',
    other: 'I cannot verify this point right now, so I would rather not say.',
  },
} as const;

function topicOf(figures: readonly Figure[]): Topic {
  const first = figures[0]?.stated;
  if (!first) return 'other';
  if (first.kind === 'status' && (first.status === 'in_stock' || first.status === 'out_of_stock')) return 'stock';
  return topics[first.kind];
}

/** Said in place of a sentence with figures that nothing supports, in the shopper's language. */
export function honestText(figures: readonly Figure[], locale: string): string {
  return instead[shopLocale(locale)][topicOf(figures)];
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
