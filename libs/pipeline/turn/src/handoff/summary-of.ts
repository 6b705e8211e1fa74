import {
  type Conversation,
  type KeptResult,
  longestSummary,
  type Reply,
  type RunningFlow,
  toldSlots,
} from '@turnfleet/contract/schemas';
import { summaryLabel } from '@turnfleet/contract/words';

export interface Summed {
  /** Before the turn that asks for a person. */
  readonly conversation: Conversation;
  /** What the shopper says in that turn. */
  readonly text: string;
  readonly locale: string;
  /** What that turn found out. */
  readonly slots: Reply['slots'];
  readonly results: readonly KeptResult[];
}

const longestLine = 240;
const mostTurns = 4;
const mostResults = 4;

/** What an agent has to know, without a model: what is wanted, what flows know, what tools returned, what was said. */
export function summaryOf({ conversation, text, locale, slots, results }: Summed): string {
  const flow = conversation.dialogue?.flows.at(-1);
  const known = { ...(flow ? toldSlots(flow.slots) : {}), ...slots };
  const personal = personalIn(conversation);
  const line = (label: Parameters<typeof summaryLabel>[0], said: string): string =>
    `${summaryLabel(label, locale)}${shortened(maskedWords(said, personal))}`;
  const lines = [
    line('wanted', text),
    ...(flow ? [line('flow', flow.flow)] : []),
    ...(Object.keys(known).length > 0 ? [line('known', slotsText(known))] : []),
    ...results.slice(-mostResults).map(({ tool, content }) => line('found', `${tool} ${content}`)),
    ...conversation.turns
      .slice(-mostTurns)
      .flatMap((turn) => [
        ...(turn.text === '' ? [] : [line('shopper', turn.text)]),
        ...(turn.reply.text === '' ? [] : [line('assistant', turn.reply.text)]),
      ]),
  ];
  return [...lines.join('\n')].slice(0, longestSummary).join('');
}

const slotsText = (slots: RunningFlow['slots']): string =>
  Object.entries(slots)
    .map(([name, { value }]) => `${name}=${value}`)
    .join(', ');

function shortened(text: string): string {
  const [...characters] = text.replaceAll(/\s+/g, ' ').trim();
  return characters.length <= longestLine ? characters.join('') : `${characters.slice(0, longestLine - 1).join('')}…`;
}

/** Values that flows took for personal; in free text they are masked as well. */
const personalIn = ({ dialogue }: Conversation): readonly string[] =>
  (dialogue?.flows ?? []).flatMap(({ slots }) =>
    Object.values(slots).flatMap(({ value, personal }) =>
      personal && String(value).length > 1 ? [String(value)] : [],
    ),
  );

/** Long numbers that are no code and no date, as of phones and cards; and addresses of mail. */
const telling = /(?<![A-Za-z0-9-])(?!\d{4}-\d{1,2}-\d{1,2})\+?\d(?:[ -]?\d){6,}|[\w.+-]+@[\w-]+\.[\w.]+/g;

const maskedWords = (text: string, personal: readonly string[]): string =>
  personal.reduce((soFar, value) => soFar.replaceAll(value, '***'), text).replaceAll(telling, '***');
