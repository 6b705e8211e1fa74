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
      '恩，好滴',
      '行,搞吧',
      '对对对',
      '没毛病，就这么办',
      '好嘞 谢谢啦🙏',
      '得嘞',
      '確認，麻煩您了',
      '系啊',
      '得嘞 就这么着吧',
      '👍',
      '好的👌',
      '确认无误,有劳',
      '可以那就这样办吧辛苦啦',
      '这回对了',
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
      'yesss please',
      'ok fine',
      'yes thats the one',
      'That would be lovely, thank you 🙏',
      'affirmative',
      'spot on',
      'Yes, thank you kindly',
      '👍🏽',
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
      '对了',
      '系统',
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
    ...[
      'thanks',
      'please',
      '!',
      'ok 👎',
      '👍 but cheaper',
      '🙏',
      'right now?',
      'great, but cheaper',
      'and then',
      'do it twice',
      'yes 3',
      'yes '.repeat(11),
    ],
  ])('is not %j', (text) => {
    expect(isAffirmative(text)).toBe(false);
  });
});

describe('a yes in words of the question', () => {
  it.each([
    '取消吧',
    '没事那就取消吧谢谢你',
    '可以，取消这个订单',
    'ok fine, cancel it then',
    'cancel this order please',
  ])('is %j', (text) => {
    expect(isAffirmative(text, ['取消', 'cancel'])).toBe(true);
  });

  it.each(['不取消', '取消不了吗', '别取消', "don't cancel", 'cancel the other', '取消手机那个', 'cancel it?'])(
    'is not %j',
    (text) => {
      expect(isAffirmative(text, ['取消', 'cancel'])).toBe(false);
    },
  );
});
