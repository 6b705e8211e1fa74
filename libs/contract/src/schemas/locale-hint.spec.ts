import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { localeHint } from './locale-hint.ts';
import { localeSchema } from './turn.ts';

describe('the locale of a turn', () => {
  it.each([
    ['zh-CN', 'zh-CN'],
    ['zh-Hant-TW', 'zh-Hant-TW'],
    ['EN', 'EN'],
    ['zh_CN', 'zh-CN'],
    ['en_US', 'en-US'],
    ['zh_TW_#Hant', 'zh-Hant-TW'],
    ['zh__#Hans', 'zh-Hans'],
    ['en_US_POSIX', 'en-US'],
    ['es_419', 'es-419'],
    ['de_DE.UTF-8', 'de-DE'],
    ['de_DE@euro', 'de-DE'],
    [' en_gb ', 'en-GB'],
  ])('written as %s is %s', (given, meant) => expect(localeHint(given)).toBe(meant));

  it.each(['', '_GB', 'C', 'POSIX', 'C.UTF-8', 'xx-XX', 'xx_XX', 'und', 'chinese', '中文', '-', '__', 'null'])(
    'hints at nothing as %j',
    (given) => expect(localeHint(given)).toBeUndefined(),
  );

  it('hints at nothing, or at a tag that a reply may have, whatever it is', () => {
    const anything = fc.oneof(fc.anything(), fc.string(), fc.stringMatching(/^[a-zA-Z_\-#.@]{1,40}$/));
    fc.assert(
      fc.property(anything, (given) => {
        const hint = localeHint(given);
        expect(hint === undefined || localeSchema.safeParse(hint).success).toBe(true);
      }),
    );
  });
});
