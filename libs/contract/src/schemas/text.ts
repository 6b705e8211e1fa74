export const maxTextCodePoints = 8_000;

/** Whether a text shows anything and survives UTF-8: not only white space, no NUL, no lone surrogates. */
export function isMeaningfulText(text: string): boolean {
  return text.trim().length > 0 && !text.includes('\0') && text.isWellFormed();
}

/** Languages that every text of ours for shoppers is written in. */
export const shopLocales = ['zh-CN', 'en'] as const;
export type ShopLocale = (typeof shopLocales)[number];

/** Which of our languages serves a shopper with this language tag: any Chinese is `zh-CN`, everything else `en`. */
export function shopLocale(locale: string): ShopLocale {
  return /^zh(-|$)/i.test(locale) ? 'zh-CN' : 'en';
}
