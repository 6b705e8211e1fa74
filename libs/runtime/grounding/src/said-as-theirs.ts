import type { Figure, Stated } from './figures/figure.ts';

/** A sentence that gives a figure back to the shopper, or asks, doubts, supposes or denies it. */
const theirs =
  /[您你](?:刚才|之前)?(?:说|提到|提供|想|要|需|问|给|报|打算|计划|希望|看到|期望|预算|收到|买|指定)|[您你]的(?:预算|要求|出价|报价|需求|原价|价格|订单|数量)|按[您你]|根据[您你]|为您(?:预留|准备|登记)|帮您(?:预留|找|查|看)|\byou(?:'ve| have| had)? (?:said|mention|ask|want|need|gave|give|told|tell|quot|saw|see|would like|are looking|were looking|specif|request|order)|\byour (?:budget|price|offer|request|quote|order|limit|figure|number)|\bas you\b|\bfor you\b/i;
const notStated =
  /[?？]\s*$|[吗呢]\s*[。.]?\s*$|是否|能否|没有|没找到|不是|并非|不能|无法|不到|抱歉|超[出过]|\b(?:whether|if|not|no|cannot|can't|could not|couldn't|unable|isn't|doesn't|don't|sorry|instead of|rather than)\b/i;
/** What the shopper drew as a line: 5000元以内. */
const asLimit =
  /预算|以[内下上]|不[到超]|低于|高于|超过|\b(?:under|over|below|above|within|up to|at most|less than|more than|budget)\b/i;
/** Quantities are the shopper's unless it is said what there is. */
const ofStock = /剩|库存|有货|现货|只有|仅|\b(?:available|in stock|left|remaining|only)\b/i;
const agrees =
  /^\s*(?:是的|对|没错|对的|正是|确实|当然|好的，?(?:是|就)|yes|right|correct|exactly|indeed|sure|that's right)/i;

/** Whether the shopper said this figure, and the sentence repeats it as theirs rather than as a fact. */
export function saidAsTheirs(figure: Figure, sentence: string, said: readonly Figure[]): boolean {
  const { stated } = figure;
  if (stated.kind === 'status' || !said.some((one) => sameSaid(one.stated, stated))) return false;
  if (agrees.test(sentence)) return false;
  if (theirs.test(sentence) || notStated.test(sentence)) return true;
  if (stated.kind === 'money' && asLimit.test(sentence)) return true;
  return stated.kind === 'count' && !ofStock.test(sentence);
}

function sameSaid(said: Stated, stated: Stated): boolean {
  if ('value' in said && 'value' in stated) {
    if (said.value !== stated.value) return false;
    if (said.kind === 'money' && stated.kind === 'money') return said.currency === stated.currency;
    if (said.kind === 'duration' && stated.kind === 'duration') return said.unit === stated.unit;
    // 5000 以内 is money to whoever looks for a phone.
    return said.kind === stated.kind || said.kind === 'number' || stated.kind === 'number';
  }
  if (said.kind !== stated.kind) return false;
  if (said.kind === 'date' && stated.kind === 'date') return said.day === stated.day;
  if (said.kind === 'weekday' && stated.kind === 'weekday') return said.weekday === stated.weekday;
  if (said.kind === 'time' && stated.kind === 'time') return said.minutes.some((one) => stated.minutes.includes(one));
  if (said.kind === 'dayPart' && stated.kind === 'dayPart') return said.from === stated.from;
  return said.kind === 'code' && stated.kind === 'code' && said.code === stated.code;
}
