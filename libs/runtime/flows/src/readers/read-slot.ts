import { codeFinder, isAffirmative } from '@turnfleet/reading';
import type { FlowSlot } from '../definition/flow.ts';
import { addressIn } from './address.ts';
import { placeIn } from './places.ts';
import { productIn } from './product-in.ts';
import { quantityIn } from './quantity.ts';
import { timeRangeIn } from './time-range.ts';
import { yesOrNo } from './yes-or-no.ts';

export type SlotReading =
  | { readonly kind: 'value'; readonly value: string | number }
  /** It says something that the slot does not take. */
  | { readonly kind: 'wrong'; readonly said: string };

interface Reader {
  /** Unix milliseconds. */
  readonly now: number;
  readonly timeZone: string;
  /** The shopper was asked for it. */
  readonly asked: boolean;
}

/** What a text says of a slot; null if nothing. */
export function readSlot(slot: FlowSlot, text: string, { now, timeZone, asked }: Reader): SlotReading | null {
  switch (slot.type) {
    case 'code':
      return valueOf(codeIn(slot.prefix ?? '', text, asked) ?? (asked ? optionIn(slot.tool?.also ?? [], text) : null));
    case 'quantity':
      return withinLimits(slot, quantityIn(text, asked));
    case 'place':
      return valueOf(placeIn(text, asked));
    case 'address':
      return valueOf(addressIn(text, asked));
    case 'product':
      return valueOf(productIn(text) ?? (asked ? bareName(text) : null));
    case 'time': {
      const stretch = timeRangeIn(text, now, timeZone);
      return valueOf(stretch && `${iso(stretch.from)}/${iso(stretch.to)}`);
    }
    case 'yes_no':
      return valueOf(asked ? yesOrNo(text) : null);
    case 'choice':
      return valueOf(optionIn(slot.options, text));
    case 'text':
      return valueOf(textIn(slot, text, asked));
  }
}

const valueOf = (value: string | number | null): SlotReading | null =>
  value === null ? null : { kind: 'value', value };
const iso = (at: number): string => new Date(at).toISOString();

function codeIn(prefix: string, text: string, asked: boolean): string | null {
  const find = codeFinder([prefix]);
  const plain = text.normalize('NFKC').trim();
  const [found] = find(plain).codes;
  if (found) return found.code;
  const [, digits] = (asked && /^\D{0,8}(\d{4}[-_ ]?\d{3,4})\D{0,4}$/u.exec(plain)) || [];
  return digits === undefined ? null : (find(`${prefix}-${digits}`).codes[0]?.code ?? null);
}

function withinLimits({ minimum, maximum }: FlowSlot, value: number | null): SlotReading | null {
  if (value === null) return null;
  const fits = Number.isInteger(value) && value >= (minimum ?? value) && value <= (maximum ?? value);
  return fits ? { kind: 'value', value } : { kind: 'wrong', said: String(value) };
}

/** The option of whose words the longest stands in the text. */
export function optionIn(options: FlowSlot['options'], text: string): string | null {
  const plain = text.normalize('NFKC').toLowerCase();
  const found = options
    .flatMap(({ value, words }) => words.map((word) => ({ value, word: word.toLowerCase() })))
    .filter(({ word }) => contains(plain, word))
    .toSorted((a, b) => b.word.length - a.word.length);
  return found[0]?.value ?? null;
}

/** What is denied is not meant: 不是退货，我要换货. */
const denied = /(?:不是|不要|不想|别|而不是|\bnot(?: an?)?|\bno|\binstead of|\brather than)\s?$/u;

function contains(text: string, word: string): boolean {
  const literal = word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(/^[a-z]/.test(word) ? `(?<![a-z])${literal}(?![a-z])` : literal, 'g');
  return [...text.matchAll(pattern)].some(({ index }) => !denied.test(text.slice(0, index)));
}

const name =
  /^(?:(?:我?要|给我|就|the|a|an)\s?)?([\p{L}\p{N}][\p{L}\p{N} .+-]{1,29}?)(?:吧|的|呢|please)?[\p{P}\s]*$/iu;

/** What was asked for by its name may be called as nobody knows it. */
function bareName(text: string): string | null {
  const said = text.normalize('NFKC').trim();
  return yesOrNo(said) !== null ||
    /[?？吗么]|不|随便|都|嗯|哦|啊|\b(?:any|know|sure|idea|hm+|um+|wait|what|which|thanks?|hello|hi)\b/iu.test(said)
    ? null
    : (name.exec(said)?.[1] ?? null);
}

const longestText = 500;
/** Asks for time, or means one of a list. */
const noText =
  /^(?:(?:请)?(?:稍等|等.{0,4}|慢着)|第?[一二三四五\d]个?|嗯*|wait.*|hold on|one (?:moment|second|sec)|just a (?:moment|second|sec)|let me (?:check|see|think)|the (?:first|second|third|last)(?: one)?)[\p{P}\s]*$/iu;

function textIn({ pattern }: FlowSlot, text: string, asked: boolean): string | null {
  const plain = text.normalize('NFKC').trim();
  const found = pattern?.exec(plain);
  if (found) return (found.slice(1).find((part) => part !== undefined) ?? found[0]).trim().slice(0, longestText);
  return asked && plain !== '' && !noText.test(plain) && !isAffirmative(plain) ? plain.slice(0, longestText) : null;
}
