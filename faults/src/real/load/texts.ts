import type { Random } from '@turnfleet/core';
import { marker } from '../watch/model-tap.ts';

/** What shoppers say; one in four needs a tool, few need more. */
const questions = [
  '你好',
  '谢谢',
  'hello',
  'SKU-2024-888 上海有货吗?',
  '你好呀',
  'thanks',
  'How much is SKU-2024-888?',
  '再见',
] as const;

export function textOf(random: Random, conversation: number, turn: number): string {
  const question = questions[Math.floor(random() * questions.length)] ?? questions[0];
  return marked(question, conversation, turn);
}

export const marked = (text: string, conversation: number, turn: number): string =>
  `${text} ${marker(conversation, turn)}`;

/** Both carry the name of the turn, so that whoever sees one of them knows it. */
export const conversationId = (run: string, conversation: number): string => `${run}-${conversation}`;
export const turnId = (conversation: number, turn: number): string => `${conversation}x${turn}`;
