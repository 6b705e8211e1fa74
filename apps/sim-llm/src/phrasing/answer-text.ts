import type { Random } from '@turnfleet/core';
import { type Step, type ToolName, toolOf } from '../planning/step.ts';
import type { DoneCall } from '../planning/turn.ts';
import { pick } from '../seeded-random.ts';
import type { Language } from '../understanding/language.ts';
import type { Need } from '../understanding/need.ts';
import type { ForStaff, SmallTalk } from '../understanding/small-talk.ts';
import { failureText } from './failure-text.ts';
import { phrasesOf } from './phrases-of.ts';
import { plainPairs } from './readers.ts';
import { type Telling, tell } from './telling.ts';

/** A need and where it stands, once there is nothing more to call. */
export interface Settled {
  readonly need: Need;
  readonly step: Step;
}

/** Whom the answer is for. */
type Audience = Pick<Telling, 'language' | 'calendar'>;

/** The whole answer: every figure in it stands in a tool's result; what is not known is said to be so. */
export function answerText(settled: readonly Settled[], audience: Audience): string {
  const sections = new Set(
    settled.filter((one) => !isToldWithDiscount(one, settled)).map((one) => section(one, settled, audience)),
  );
  return joined([...sections], '\n');
}

export function smallTalkText(
  talk: SmallTalk,
  scene: { readonly language: Language; readonly order: string | null; readonly greeted: boolean },
  random: Random,
): string {
  const { smallTalk, forStaff, greetedBefore } = phrasesOf[scene.language];
  if (isForStaff(talk)) return forStaff[talk](scene.order);
  if (talk === 'greeting' && scene.greeted) return greetedBefore;
  return pick(random, smallTalk[talk]) ?? '';
}

const isForStaff = (talk: SmallTalk): talk is ForStaff => talk in phrasesOf.en.forStaff;

/** A discount names the price it starts from. */
function isToldWithDiscount({ need }: Settled, all: readonly Settled[]): boolean {
  return all.some(
    ({ need: other, step }) =>
      need.kind === 'price' &&
      other.kind === 'discount' &&
      step.kind === 'tell' &&
      step.tool === toolOf.discount &&
      step.outcome.kind === 'ok' &&
      JSON.stringify(other.product) === JSON.stringify(need.product),
  );
}

function section({ need, step }: Settled, all: readonly Settled[], audience: Audience): string {
  const say = phrasesOf[audience.language];
  switch (step.kind) {
    case 'ask':
      return say.ask[step.slot];
    case 'refuse':
      return say.quantity(step.quantity, step.least, step.most);
    case 'cannot':
      return step.tool === 'reserve_stock' ? say.cannotReserve : say.cannot(say.topic[step.tool]);
    case 'tell': {
      const detailed = all.some((other) => other.need.kind === 'details' && sameCall(other.step, step));
      const text = told(step, audience, detailed || need.kind === 'details');
      return step.also ? joined([text, say.whichOne], '\n') : text;
    }
    case 'call':
      // Tools were forbidden for this step, or one call at a time is left over: nothing is known of it.
      return say.cannot(say.topic[toolOf[need.kind]]);
  }
}

function told({ tool, args, outcome, about }: Step & { kind: 'tell' }, audience: Audience, detailed: boolean): string {
  const { language } = audience;
  const say = phrasesOf[language];
  const name = toolNames.find((known) => known === tool);
  if (!name) return '';
  if (outcome.kind === 'failed') return failureText(name, args, outcome, language);
  // The shopper is asked about it right after this answer.
  if (outcome.data['held'] === true) return '';
  const sentences = tell[name](outcome.data, { ...audience, detailed, args, about });
  return joined(sentences, language === 'zh' ? '' : ' ') || say.incomplete(say.topic[name]);
}

/** Results that nothing in the message asked for: in phrases where there are some, else as they are. */
export function otherResultsText(done: readonly DoneCall[], audience: Audience): string {
  const { language } = audience;
  const known = done.map(({ name: tool, args, outcome }) =>
    told({ kind: 'tell', tool, args: args ?? {}, outcome }, audience, false),
  );
  if (known.some((text) => text !== '')) return joined(known, '\n');
  const pairs = done.flatMap(({ outcome }) => (outcome.kind === 'ok' ? plainPairs(outcome.data, language) : []));
  const say = phrasesOf[language];
  return pairs.length > 0 ? say.other(pairs) : (say.smallTalk.offTopic[0] ?? '');
}

const toolNames = Object.keys(tell) as ToolName[];

function sameCall(a: Step, b: Step): boolean {
  return (
    a.kind === 'tell' && b.kind === 'tell' && a.tool === b.tool && JSON.stringify(a.args) === JSON.stringify(b.args)
  );
}

/** Sentences, or paragraphs, one after the other. A list ends before the next one begins. */
function joined(parts: readonly string[], between: string): string {
  return parts
    .filter((text) => text !== '')
    .reduce((before, text) => (before === '' ? text : `${before}${endsInList(before) ? '\n\n' : between}${text}`), '');
}

const endsInList = (text: string): boolean => /(?:^|\n)- [^\n]*$/.test(text);
