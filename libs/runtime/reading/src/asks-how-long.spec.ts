import { expect, it } from '@jest/globals';
import { asksHowLong, wantsMachine } from './asks-how-long.ts';

it.each(['还要等多久?', '前面还有几位', 'How long will it take?', 'Is anybody there?'])(
  'hears the wait in %s',
  (text) => {
    expect([asksHowLong(text), wantsMachine(text)]).toEqual([true, false]);
  },
);

it.each(['还是用机器人吧', '回到智能客服。', 'Back to the assistant, please'])(
  'hears the machine wanted in %s',
  (text) => {
    expect([asksHowLong(text), wantsMachine(text)]).toEqual([false, true]);
  },
);

it.each(['我的灯坏了', '你们的机器人太笨了', 'My lamp is broken'])('hears neither in %s', (text) => {
  expect([asksHowLong(text), wantsMachine(text)]).toEqual([false, false]);
});
