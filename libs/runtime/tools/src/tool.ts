import type { Listener } from '@turnfleet/contract/schemas';
import { filledText } from './filled-text.ts';
import type { MessageShape } from './shape.ts';

/** A gRPC method offered to models, as its .proto describes it. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments, made from the request message. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Request and response messages, for validating, masking and translating what passes. */
  readonly input: MessageShape;
  readonly output: MessageShape;
  /** Fields of the request that are taken from the turn; models do not know of them. */
  readonly filled: readonly FilledField[];
  /** Full name, e.g. `turnfleet.inventory.v1.InventoryService`. */
  readonly service: string;
  /** e.g. `CheckInventory`. */
  readonly method: string;
  /** Of the service, as its instances registered; empty where they did not. Only they are called for this tool. */
  readonly version: string;
  readonly deadlineMs: number;
  /** `mcp:SERVER:TOOL` */
  readonly permission: string;
  readonly idempotency: Idempotency;
  /** Its request takes `validate_only`: whether the call could be made now, without making it. */
  readonly canValidate: boolean;
  /** An answer without it is still one: it goes first when the fleet is busy. */
  readonly mayBeLeftOut: boolean;
  /** How long a result may be used again; null: never. */
  readonly freshness: Freshness | null;
  /** What to tell the shopper when the tool cannot be asked, by locale; `zh-CN` and `en` at least. */
  readonly fallback: Readonly<Record<string, string>>;
  /** A question that the tool answers, by locale; empty if none was declared. */
  readonly example: Readonly<Record<string, string>>;
  /** The shopper has to want it: a model's call is held until they say yes. Null: it runs at once. */
  readonly confirmation: Confirmation | null;
  /** A question that it answers where no model can be asked; null: none. */
  readonly plainQuestion: PlainQuestion | null;
}

interface PlainQuestion {
  /** What asks it, in every language, in lower case. */
  readonly words: readonly string[];
  /** The answer by locale, `zh-CN` and `en` at least; fields are the response's, else the request's. */
  readonly answer: Readonly<Record<string, string>>;
}

export interface FilledField {
  readonly field: string;
  readonly from: keyof TurnFacts;
  /** Where the turn does not say it, the tool is not called. */
  readonly required: boolean;
}

/** What of a turn may fill a field of a request; undefined where the turn does not say. */
export interface TurnFacts {
  readonly userId: string | undefined;
}

/** Texts by locale, `zh-CN` and `en` at least. `{name}` stands for a field. */
interface Confirmation {
  /** Asks whether it shall be done; fields are the request's. */
  readonly question: Readonly<Record<string, string>>;
  /** Says that it is done; fields are the response's. */
  readonly done: Readonly<Record<string, string>>;
}

/** What a repeated call does; `keyed`: takes effect once per idempotency key. */
export type Idempotency = 'none' | 'read_only' | 'idempotent' | 'keyed';

/** Times in milliseconds: the first from when a result was fetched, the others from when it is older than that. */
export interface Freshness {
  readonly maxAgeMs: number;
  readonly staleWhileRevalidateMs: number;
  readonly staleIfErrorMs: number;
  /** Kinds of changes in the shop after which a result is not used any more. */
  readonly changedBy: readonly string[];
}

/** The tool's own apology in the shopper's language, else in English. */
export function fallbackText(tool: Tool, locale: string): string {
  return inLanguageOf(tool.fallback, locale);
}

/** A question that the tool answers, in the shopper's language, else in English; `''` if none was declared. */
export function exampleText(tool: Tool, locale: string): string {
  return inLanguageOf(tool.example, locale);
}

/** Asks the shopper whether a call of the tool with these arguments (proto3 JSON) shall be made. */
export function questionText(tool: Tool, args: Readonly<Record<string, unknown>>, listener: Listener): string {
  return filledText(inLanguageOf(tool.confirmation?.question ?? {}, listener.locale), tool.input, args, listener);
}

/** Tells the shopper what a call of the tool with these arguments came to (both proto3 JSON), `''` if it has no words. */
export function toldText(
  tool: Tool,
  args: Readonly<Record<string, unknown>>,
  result: Readonly<Record<string, unknown>>,
  listener: Listener,
): string {
  const texts = tool.confirmation?.done ?? tool.plainQuestion?.answer ?? {};
  return filledText(inLanguageOf(texts, listener.locale), toldOf(tool), { ...args, ...result }, listener);
}

/** What the texts about a result may name: its fields, and those of the request that it does not repeat. */
export function toldOf({ input, output }: Pick<Tool, 'input' | 'output'>): MessageShape {
  const said = new Set(output.fields.map(({ name }) => name));
  return { fields: [...output.fields, ...input.fields.filter(({ name }) => !said.has(name))] };
}

function inLanguageOf(texts: Readonly<Record<string, string>>, locale: string): string {
  const language = locale.split('-')[0];
  const near = Object.keys(texts).find((key) => key.split('-')[0] === language);
  return texts[locale] ?? texts[near ?? 'en'] ?? '';
}
