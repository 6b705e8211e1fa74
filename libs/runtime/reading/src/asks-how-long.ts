const howLong = /多久|几位|第几|排队|排到|还要等|有人吗|how (?:long|many)|queue|in line|anybody|anyone/iu;
const machine =
  /^(?:还是)?(?:用|要|找|回到|转回?)?(?:智能客服|机器人)(?:吧|就行)?[。.!！]?$|back to the (?:bot|assistant)/iu;

/** Whether somebody who waits for a person asks when their turn comes. */
export const asksHowLong = (message: string): boolean => howLong.test(message.normalize('NFKC'));

/** Whether somebody who waits for a person would rather have the assistant again. */
export const wantsMachine = (message: string): boolean => machine.test(message.normalize('NFKC').trim());
