import type { Random } from '@turnfleet/core';
import { type SlotName, slotOf } from '../planning/arguments.ts';
import { isJson } from '../planning/json.ts';
import type { Step, ToolName } from '../planning/plan.ts';
import { toolOf } from '../planning/plan.ts';
import type { DoneCall } from '../planning/turn.ts';
import { pick } from '../seeded-random.ts';
import type { Language } from '../understanding/language.ts';
import type { Need } from '../understanding/need.ts';
import type { SmallTalk } from '../understanding/small-talk.ts';
import type { Failure } from './phrases.ts';
import { plainPairs, textOf } from './reading.ts';
import { phrasesOf, tell } from './telling.ts';

/** A need and where it stands, once there is nothing more to call. */
export interface Settled {
  readonly need: Need;
  readonly step: Step;
}

/** The whole answer: every figure in it stands in a tool's result; what is not known is said to be so. */
export function answerText(settled: readonly Settled[], language: Language, random: Random): string {
  const sections = [...new Set(settled.map((one) => section(one, settled, language)))].filter((text) => text !== '');
  const told = settled.some(({ step }) => step.kind === 'tell' && step.outcome.kind === 'ok');
  const opening = told ? (pick(random, phrasesOf[language].openings) ?? '') : '';
  return [opening, ...sections].filter((text) => text !== '').join('\n');
}

export function smallTalkText(talk: SmallTalk, language: Language, random: Random): string {
  return pick(random, phrasesOf[language].smallTalk[talk]) ?? '';
}

function section({ need, step }: Settled, all: readonly Settled[], language: Language): string {
  const say = phrasesOf[language];
  switch (step.kind) {
    case 'ask':
      return say.ask[step.slot];
    case 'cannot':
      return step.tool === 'reserve_stock' ? say.cannotReserve : say.cannot(say.topic[step.tool]);
    case 'tell': {
      const detailed = all.some((other) => other.need.kind === 'details' && sameCall(other.step, step));
      const text = told(step, language, detailed || need.kind === 'details');
      return step.also ? `${text}\n${say.whichOne}` : text;
    }
    case 'call':
      // Tools were forbidden for this step, or one call at a time is left over: nothing is known of it.
      return say.cannot(say.topic[toolOf[need.kind]]);
  }
}

function told({ tool, args, outcome }: Step & { kind: 'tell' }, language: Language, detailed: boolean): string {
  const say = phrasesOf[language];
  const name = toolNames.find((known) => known === tool);
  if (!name) return '';
  if (outcome.kind === 'failed') {
    return say.failure(failureOf(outcome.errorKind), say.topic[name], subject(args, language));
  }
  // The shopper is asked about it right after this answer.
  if (outcome.data['held'] === true) return '';
  const sentences = tell[name](outcome.data, { language, detailed, args }).filter((text) => text !== '');
  return sentences.length > 0 ? sentences.join(language === 'zh' ? '' : ' ') : say.incomplete(say.topic[name]);
}

/** Results that nothing in the message asked for: in phrases where there are some, else as they are. */
export function otherResultsText(done: readonly DoneCall[], language: Language): string {
  const known = done.map(({ name: tool, args, outcome }) =>
    told({ kind: 'tell', tool, args: args ?? {}, outcome }, language, false),
  );
  if (known.some((text) => text !== '')) return known.filter((text) => text !== '').join('\n');
  const pairs = done.flatMap(({ outcome }) => (outcome.kind === 'ok' ? plainPairs(outcome.data, language) : []));
  const say = phrasesOf[language];
  return pairs.length > 0 ? say.other(pairs) : (say.smallTalk.offTopic[0] ?? '');
}

const toolNames = Object.keys(tell) as ToolName[];

const failures: Readonly<Record<string, Failure>> = {
  not_found: 'notFound',
  tool_timeout: 'timeout',
  timeout: 'timeout',
  deadline_exceeded: 'timeout',
  invalid_request: 'invalid',
  rejected: 'invalid',
  forbidden: 'forbidden',
  conflict: 'conflict',
  skipped: 'waiting',
};

function failureOf(kind: string): Failure {
  return failures[kind] ?? 'failed';
}

const nameSlots: readonly (SlotName | undefined)[] = ['sku', 'order', 'query', 'coupon', 'city'];

/** What a failed call was about, in the shopper's own words. */
function subject(args: Readonly<Record<string, unknown>>, language: Language): string | null {
  const names = Object.entries(args)
    .filter(([property]) => nameSlots.includes(slotOf(property)))
    .flatMap(([, value]) => (isJson(value) ? [] : (textOf(value, language) ?? [])));
  return names.length > 0 ? names.join(language === 'zh' ? ' ' : ', ') : null;
}

function sameCall(a: Step, b: Step): boolean {
  return (
    a.kind === 'tell' && b.kind === 'tell' && a.tool === b.tool && JSON.stringify(a.args) === JSON.stringify(b.args)
  );
}
