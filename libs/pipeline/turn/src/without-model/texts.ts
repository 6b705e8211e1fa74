import { shopLocale } from '@turnfleet/contract/schemas';

const texts = {
  'zh-CN': {
    lead: '智能客服暂时无法回答，以下是直接为您查到的信息：',
    notFound: (name: string) => `没有找到 ${name}，请核对后再发一次。`,
  },
  en: {
    lead: 'The assistant cannot answer right now. This is what could be looked up for you directly:',
    notFound: (name: string) => `I could not find ${name}. Please check it and send it once more.`,
  },
} as const;

/** Stands above what tools have told without a model: the shopper should know who speaks, and why so briefly. */
export const leadText = (locale: string): string => texts[shopLocale(locale)].lead;

/** Of what was asked about and does not exist. */
export const notFoundText = (name: string, locale: string): string => texts[shopLocale(locale)].notFound(name);
