import type { Random } from '@turnfleet/core';
import { isCorrectionRequest } from '@turnfleet/grounding';
import type { Answer, Exchange } from '../exchange.ts';
import { turnOf } from '../planning/turn.ts';
import { pick } from '../seeded-random.ts';
import { backgroundOf } from '../understanding/background.ts';
import { answerLanguage, type Language } from '../understanding/language.ts';

interface Scene {
  readonly exchange: Exchange;
  readonly answer: Answer;
  readonly random: Random;
}

/** Whether it was told that a figure of its answer is not supported. */
export const isCorrecting = ({ messages }: Exchange): boolean =>
  messages.some((message) => message.role === 'user' && isCorrectionRequest(message.text));

/** What models make up, with figures that no demo tool returns. */
const madeUp: Readonly<Record<Language, readonly ((figure: number) => string)[]>> = {
  zh: [
    (figure) => `今天下单只要¥${figure}。`,
    (figure) => `目前库存还剩${figure}件。`,
    () => '明天凌晨4点前就能送到。',
    () => '另外全场还可以再打七三折。',
    (figure) => `您的运单号是ZZ${figure}00${figure}。`,
  ],
  en: [
    (figure) => `Today it is only ¥${figure}.`,
    (figure) => `There are ${figure} pieces left.`,
    () => 'It will arrive tomorrow by 4 am.',
    () => 'You also get another 27% off.',
    (figure) => `Your tracking number is ZZ${figure}00${figure}.`,
  ],
};

const priceOrCount = /(¥)([\d,]+(?:\.\d+)?)|(\d+)(?= ?件| available)/;

/** The answer with a figure changed, or with one more sentence that states one; null if it is no answer yet. */
export function lied({ exchange, answer, random }: Scene): Answer | null {
  if (answer.toolCalls.length > 0 || answer.text === '') return null;
  const figure = 7_001 + Math.floor(random() * 2_000);
  if (random() < 0.5 && priceOrCount.test(answer.text)) {
    const text = answer.text.replace(priceOrCount, (_, sign: string | undefined) => `${sign ?? ''}${figure}`);
    return { ...answer, text };
  }
  const { earlier, question } = turnOf(exchange.messages);
  const language = backgroundOf(earlier).language ?? answerLanguage([question]);
  const more = pick(random, madeUp[language])?.(figure) ?? '';
  return { ...answer, text: `${answer.text}${language === 'zh' ? '' : ' '}${more}` };
}
