import { expect, it } from '@jest/globals';
import { waitingWish } from './waiting-wish.ts';

it.each(['还要等多久?', '前面还有几位', 'How long will it take?', 'Is anybody there?'])(
  'hears the wait in %s',
  (text) => {
    expect(waitingWish(text)).toBe('place');
  },
);

it.each(['还是用机器人吧', '回到智能客服。', 'Back to the assistant, please'])(
  'hears the machine wanted in %s',
  (text) => {
    expect(waitingWish(text)).toBe('machine');
  },
);

it.each(['我的灯坏了', '你们的机器人太笨了', 'My lamp is broken'])('hears neither in %s', (text) => {
  expect(waitingWish(text)).toBeNull();
});
