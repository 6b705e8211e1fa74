import { codeFinder } from '@turnfleet/reading';
import type { FieldShape, Tool } from '@turnfleet/tools';
import { withoutFillers } from './fillers.ts';

/** A call that answers a plain question. */
interface PlainCall {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, string>>;
}

export interface PlainQuestion {
  /** In the order of the tools. */
  readonly calls: readonly PlainCall[];
  /** The one thing that it is about, e.g. `SKU-2024-888`. */
  readonly code: string;
}

/** Reads a shopper's text; `city` is where they are, if that is known. Null: it takes a model to understand it. */
type ReadPlainQuestion = (text: string, city: string | null) => PlainQuestion | null;

/** A plain question is short: code, place, a dozen words. */
const longest = 120;

/**
 * Understands plain questions from what tools say of themselves, and nothing else: one code, words that ask a read-only
 * tool about it, a place if the tool takes one. In doubt it is not plain. Whatever is neither code, word, place nor filler
 * could change what is meant, and then an honest "not now" is better than a right answer to another question.
 */
export function plainQuestions(tools: readonly Tool[]): ReadPlainQuestion {
  const asked = tools.flatMap((tool) => askable(tool) ?? []);
  const codesIn = codeFinder([...new Set(asked.map(({ prefix }) => prefix))]);
  return (raw, city) => {
    const text = raw.normalize('NFKC').trim();
    if (text.length > longest) return null;
    const { codes, rest } = codesIn(text);
    const [code] = codes;
    if (!code || codes.length > 1) return null;
    const possible = asked.filter(({ prefix }) => prefix === code.prefix);
    const meant = toolsMeant(possible, rest);
    if (!meant) return null;
    const named = placesIn(meant, rest);
    const takesPlace = meant.some(({ place }) => place !== null);
    if (named.length > 1 || (named[0] !== undefined && !(takesPlace && placeName.test(named[0])))) return null;
    const place = named[0] ?? city;
    if (takesPlace && place === null) return null;
    const calls = meant.map(({ tool, field, place: placeField }) => ({
      tool: tool.name,
      arguments: { [field]: code.code, ...(placeField !== null && place !== null ? { [placeField]: place } : {}) },
    }));
    return { calls, code: code.code };
  };
}

interface Askable {
  readonly tool: Tool;
  readonly words: RegExp;
  readonly prefix: string;
  /** Names of the fields for code and place. */
  readonly field: string;
  readonly place: string | null;
}

/** Only what changes nothing, may be asked at once, and knows from one code what it is asked about. */
function askable(tool: Tool): Askable | null {
  const { plainQuestion, idempotency, confirmation, input } = tool;
  if (!plainQuestion || idempotency !== 'read_only' || confirmation) return null;
  const required = input.fields.filter((field) => field.required);
  const [code, ...others] = required.filter(hasPrefix);
  if (!code || others.length > 0) return null;
  const place = required.find((field) => field.place)?.name ?? null;
  return { tool, words: wordPattern(plainQuestion.words), prefix: code.codePrefix, field: code.name, place };
}

const hasPrefix = (field: FieldShape): field is FieldShape & { codePrefix: string } => field.codePrefix !== null;

/** The longest first, as one may begin like another. */
function wordPattern(words: readonly string[]): RegExp {
  const patterns = [...words].sort((a, b) => b.length - a.length).map(oneWord);
  return new RegExp(patterns.join('|'), 'gi');
}

function oneWord(word: string): string {
  const literal = word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return /^[a-z]/.test(word) ? `(?<![a-z'])${literal}(?![a-z'])` : literal;
}

const asks = ({ words }: Askable, text: string): boolean => text.search(words) !== -1;

/** A clause asks one thing: "how much is delivery" is neither a question of price nor of time. */
const betweenClauses = /[,，。.?？!！;；、\n]|\band\b|和|以及|还有|(?<=\p{Script=Han})\s+|\s+(?=\p{Script=Han})/u;

/** Those that the words ask; of a bare code the only one there is. Null if none, or nobody could say which. */
function toolsMeant(possible: readonly Askable[], rest: string): readonly Askable[] | null {
  const meant = possible.filter((one) => asks(one, rest));
  if (meant.length === 0) return possible.length === 1 ? possible : null;
  const unclear = rest.split(betweenClauses).some((clause) => meant.filter((one) => asks(one, clause)).length > 1);
  return unclear ? null : meant;
}

/** What is left when the words that ask, and those that say nothing, are taken away. */
function placesIn(meant: readonly Askable[], rest: string): readonly string[] {
  const left = meant.reduce((text, { words }) => text.replaceAll(words, '|'), rest);
  const pieces = left.split(/[|,，。.?？!！;；、:\n"“”()#~]+/u).map(withoutFillers);
  return [...new Set(pieces.filter((piece) => piece !== ''))];
}

/** Two to six Chinese characters, or up to three words. The service knows whether it is one. */
const placeName = /^(?:\p{Script=Han}{2,6}|[a-z][a-z'-]{2,}(?: [a-z'-]+){0,2})$/iu;
