/** What somebody who waits for a person may want: to know when their turn comes, or to have the assistant again. */
type WaitingWish = 'place' | 'machine';

const wishes: readonly (readonly [WaitingWish, RegExp])[] = [
  [
    'machine',
    /^(?:还是)?(?:用|要|找|回到|转回?)?(?:智能客服|机器人)(?:吧|就行)?[。.!！]?$|back to the (?:bot|assistant)/iu,
  ],
  ['place', /多久|几位|第几|排队|排到|还要等|有人吗|how (?:long|many)|queue|in line|anybody|anyone/iu],
];

/** What a message of somebody who waits for a person wants; null: it is for that person. */
export function waitingWish(message: string): WaitingWish | null {
  const text = message.normalize('NFKC').trim();
  const [wish = null] = wishes.find(([, words]) => words.test(text)) ?? [];
  return wish;
}
