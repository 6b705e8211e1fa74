import type { Flow } from '../definition/flow.ts';
import type { FlowSet } from '../definition/flow-set.ts';
import { withWholeCode } from '../readers/code-end.ts';
import { notDenied } from '../readers/denied.ts';
import { plainer } from './plainer.ts';
import { asksForRules } from './signals.ts';

/** What a message may want, as a recogniser tells it: the intent and how sure it is, 0 to 1. */
export interface Wish {
  readonly intent: string;
  readonly confidence: number;
}

/**
 * Every intent with its confidence, the most likely first; empty if nobody can tell. By its words a message is told at once; by
 * its meaning more surely and at a price.
 */
export type Recognise = (text: string, by: 'words' | 'meaning') => Promise<readonly Wish[]>;

/** From here on a wish is acted on. */
export const actFrom = 0.5;
/** Two flows that together are as likely as that, and each not unlikely, are asked about. */
const askFrom = { together: 0.7, each: 0.25 };
/** A part of a message has less to go by than the whole. */
const partFrom = 0.75;

const betweenParts =
  /[。;；!！?？\n]+|(?:\band\s+)?(?<![\w.])[1-9]\s?[)）、]\s*|[①②③④]|[,，、](?=\s*(?:再|还|另外|顺便|同时|然后|并|也|最后|and|also|then|plus))|\s+(?=(?:and then|and also|then also|as well as|plus)\b)|\band (?=(?:i|can|could|please|also|cancel|return|change|send|get|give|issue|check|tell|where|exchange|invoice|talk|connect)\b)|(?:和|跟|以及|并且?)(?=(?:帮我|给我)?(?:开|取消|退|换|改|查|预留|预定|预订|转|投诉))|(?=另外|顺便|同时|还有(?![几多什没])|然后)/iu;

/** A flow that is wanted, and the words that say so. */
export interface WishedFlow {
  readonly flow: Flow;
  readonly text: string;
}

/** With less together for all flows, no part of a message is looked at by itself. */
const worthALook = 0.05;

/** With less together for all flows, a model may find out what is meant. */
const worthMeaning = 0.3;

const ofFlows = (whole: readonly Wish[], flows: FlowSet): number =>
  whole.reduce((sum, { intent, confidence }) => sum + (flows.startedBy(intent) ? confidence : 0), 0);

export interface Wishes {
  /** Of the whole message; null if nobody can tell. */
  readonly top: Wish | null;
  /** To be begun, in the order in which they were said. */
  readonly flows: readonly WishedFlow[];
  /** Between these the shopper is asked. */
  readonly between: readonly [Flow, Flow] | null;
}

/** A clause says less yet, so it has to say it more clearly. */
const clauseFrom = 0.85;
const betweenClauses =
  /[\p{P}\p{Z}\s]*[,，。.;；!！?？~～\n]+\s*|(?<=\p{Script=Han})\s+|(?=我(?:现在)?(?:就)?(?:想|要|不想|不要)|能不能|可不可以|可以帮|帮我|麻烦|所以)|\b(?:so|because|but|and) (?=(?:i|can|could|please|now)\b)/iu;
const shortest = 4;
/** So many clauses of a long story are read. */
const mostClauses = 8;

/** What a message wants of flows. */
export async function wishesIn(message: string, of: Recognise, flows: FlowSet): Promise<Wishes> {
  const said = message.trim();
  const text = notDenied(said);
  if (text === '') return { top: null, flows: [], between: null };
  const recognise: Recognise = (part, by) => of(withWholeCode('ORD', part), by);
  const whole = await recognisedSurely(text, recognise, flows);
  const [top = null] = whole;
  // Most messages are plainly none of a flow's: what is looked for below is in none of those.
  if (top && top.confidence >= actFrom && ofFlows(whole, flows) < worthALook) return { top, flows: [], between: null };
  if (asksForRules(text) || namesSeveral(text) || isBareCode(withWholeCode('ORD', text)))
    return { top, flows: [], between: null };
  const parts = text
    .split(betweenParts)
    .map((one) => one.trim())
    .filter((one) => one.length > 2);
  const found: WishedFlow[] = [];
  const add = (flow: Flow | null, said: string): void => {
    if (flow && !flow.leaves?.test(text) && found.every((one) => one.flow !== flow)) found.push({ flow, text: said });
  };
  if (parts.length > 1 && ofFlows(whole, flows) >= worthALook) {
    for (const part of parts) {
      const [best] = await recognise(part, 'words');
      if (best && best.confidence >= partFrom) add(flows.startedBy(best.intent), part);
      else add(await flowInPlainer(part, recognise, flows), part);
    }
  }
  if (top && top.confidence >= actFrom) add(flows.startedBy(top.intent), text);
  const [only] = found;
  // What is wanted alone is said by the whole message.
  if (only && found.length === 1) return { top, flows: [{ ...only, text: said }], between: null };
  if (found.length > 0) return { top, flows: found, between: null };
  const instead = behindTheLeft(whole, text, flows);
  if (instead) return { top, flows: [{ flow: instead, text }], between: null };
  const between = twoLikely(whole, flows);
  if (between || (top && top.confidence >= actFrom)) return { top, flows: [], between };
  const inClause = await wishInClauses(text, recognise, flows);
  return inClause ?? { top, flows: [], between };
}

/** Names of products hide what is wanted with them. */
async function flowInPlainer(part: string, recognise: Recognise, flows: FlowSet): Promise<Flow | null> {
  const plain = plainer(part);
  if (plain === part || plain.length < shortest) return null;
  const [best] = await recognise(plain, 'words');
  return best && best.confidence >= clauseFrom ? flows.startedBy(best.intent) : null;
}

/** A message of which no intent is clear as a whole may say in one clause, or in plainer words, what is wanted. */
async function wishInClauses(text: string, recognise: Recognise, flows: FlowSet): Promise<Wishes | null> {
  const clauses = [text, ...text.split(betweenClauses)].filter((one) => one.length >= shortest);
  let found: { readonly top: Wish; readonly flow: Flow } | null = null;
  for (const clause of new Set(clauses.slice(-mostClauses).flatMap((one) => [one, plainer(one)]))) {
    const [top] = await recognise(clause, 'words');
    const flow = top && top.confidence >= clauseFrom ? flows.startedBy(top.intent) : null;
    if (!top || !flow || flow.leaves?.test(clause)) continue;
    if (!found || top.confidence >= found.top.confidence) found = { top, flow };
  }
  return found && { top: found.top, flows: [{ flow: found.flow, text }], between: null };
}

/** By its words, or by its meaning where those leave open whether a flow is wanted. */
async function recognisedSurely(text: string, recognise: Recognise, flows: FlowSet): Promise<readonly Wish[]> {
  const words = await recognise(text, 'words');
  const isSure = (words[0]?.confidence ?? 0) >= actFrom;
  if (isSure || ofFlows(words, flows) < worthMeaning) return words;
  const meaning = await recognise(text, 'meaning');
  return meaning.length > 0 ? meaning : words;
}

/** A code and nothing that says what is wanted with it. */
const isBareCode = (text: string): boolean =>
  /^(?:(?:and|so|sorry|oh|hi|hello|well|my|the|order|product|number|no|is|it's|sku|订单号?|编号|号码|是|为|我的|啊|哦|不对|不是|说错了?|错了|应该|那单|这单|单|[\s:：,，#.])*)(?:ORD|SKU)[-_ ]?\d{4}[-_ ]?\d{3,4}[\s?？.。!！呢]*$/iu.test(
    text,
  );

/** Several orders or products at once: no flow has room for them. */
function namesSeveral(text: string): boolean {
  const codes = text.toUpperCase().match(/\b(ORD|SKU)[-_ ]?\d{4}[-_ ]?\d{3,4}\b/g) ?? [];
  const distinct = new Set(codes.map((code) => code.replaceAll(/[-_ ]/g, '')));
  return distinct.size > 1 && !betweenParts.test(text);
}

/** Where the likeliest flow leaves the message, the one behind it, if it is likely by itself. */
function behindTheLeft([first, second]: readonly Wish[], text: string, flows: FlowSet): Flow | null {
  if (!first || !second || !flows.startedBy(first.intent)?.leaves?.test(text)) return null;
  const isLikely = second.confidence >= askFrom.each && second.confidence >= actFrom * (1 - first.confidence);
  return isLikely ? flows.startedBy(second.intent) : null;
}

function twoLikely(whole: readonly Wish[], flows: FlowSet): readonly [Flow, Flow] | null {
  const [a, b] = whole;
  if (!a || !b || b.confidence < askFrom.each || a.confidence + b.confidence < askFrom.together) return null;
  const [first, second] = [flows.startedBy(a.intent), flows.startedBy(b.intent)];
  return first && second && first !== second ? [first, second] : null;
}
