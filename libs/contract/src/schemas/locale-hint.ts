const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** A tag as BCP 47 has it, as far as we take it. */
const tag = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const longest = 35;

/**
 * What a producer's locale hints at, as a language tag; undefined where it hints at nothing: another type, no tag at all, a
 * language that nobody knows. Java writes `zh_CN`, `zh_TW_#Hant`, `en_US_POSIX`; environments `en_US.UTF-8`. A tag that is
 * well-formed stays as it is.
 */
export function localeHint(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 4 * longest) return undefined;
  const text = value.trim();
  if (tag.test(text) && text.length <= longest) return isKnown(text) ? text : undefined;
  const [language = '', ...subtags] = (text.split(/[.@]/)[0] ?? '').replaceAll('#', '').split(/[-_]+/);
  if (!/^[A-Za-z]{2,3}$/.test(language) || !isKnown(language)) return undefined;
  const script = subtags.find((one) => /^[A-Za-z]{4}$/.test(one));
  const region = subtags.find((one) => /^([A-Za-z]{2}|\d{3})$/.test(one));
  return [language.toLowerCase(), script, region?.toUpperCase()].filter((part) => part !== undefined).join('-');
}

function isKnown(locale: string): boolean {
  return languages.of(locale.split('-')[0] ?? '') !== undefined;
}
