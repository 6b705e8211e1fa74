import { normalize } from '../understanding/normalize.ts';
import { forStaffIn } from '../understanding/small-talk.ts';
import { begunFlow, type Scene, type Step } from './step.ts';

/** Asks about it, and wants nothing done yet. */
const asks =
  /[?？吗]|能不能|可不可以|可以.{0,8}么|怎么|如何|多久|几天|规则|政策|\b(?:how|what|when|why|can i|could i|may i|do you|is it|policy|warranty)\b/i;

/** The flow that begins what a shopper wants done to an order, where one is offered; null if they want nothing of the kind. */
export function orderFlow(scene: Scene): Step | null {
  const { question } = scene.turn;
  const text = normalize(question);
  if (asks.test(question) || asks.test(text)) return null;
  switch (forStaffIn(question)) {
    case 'return':
      return /保修|维修|售后|\b(?:warranty|repair\w*)\b/i.test(text) ? null : begunFlow('return_exchange', scene);
    case 'change':
      return begunFlow(/地址|\baddress\b/i.test(text) ? 'change_address' : 'cancel_order', scene);
    default:
      return null;
  }
}
