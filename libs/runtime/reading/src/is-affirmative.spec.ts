import { describe, expect, it } from '@jest/globals';
import { isAffirmative } from './is-affirmative.ts';

describe('a plain yes', () => {
  it.each([
    ...[
      '是',
      '是的',
      '好的',
      '好的。',
      '好的！！',
      '好的，谢谢',
      '好，确认',
      '确认',
      '可以',
      '要',
      '嗯嗯',
      '没问题~',
      '请确认',
    ],
    ...[
      'yes',
      'Yes!',
      ' YES ',
      'ＯＫ',
      'ok, go ahead',
      'Sure.',
      'yes please',
      'Yes, please do. Thank you!',
      'confirm',
      'y',
    ],
  ])('is %j', (text) => {
    expect(isAffirmative(text)).toBe(true);
  });

  it.each([
    ...[
      '不',
      '不好',
      '不要',
      '不是',
      '不用了',
      '好的，但是改成三件',
      '好不好',
      '要不要',
      '可以吗',
      '可以?',
      '好的？',
      '要三件',
      '谢谢',
    ],
    ...['确认一下库存', '好贵', '对了，北京有货吗', '是不是', '行不行', '再说吧', '好的 SKU-2024-888', ''],
    ...[
      'no',
      'yes but cheaper',
      'yes?',
      'not ok',
      'ok no',
      'yesterday',
      'sure not',
      'okey-dokey',
      'no, go ahead without it',
    ],
    ...['thanks', 'please', '!', 'do it twice', 'yes 3', 'yes '.repeat(11)],
  ])('is not %j', (text) => {
    expect(isAffirmative(text)).toBe(false);
  });
});
