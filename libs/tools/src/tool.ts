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
  /** Full name, e.g. `turnfleet.inventory.v1.InventoryService`. */
  readonly service: string;
  /** e.g. `CheckInventory`. */
  readonly method: string;
  readonly deadlineMs: number;
  /** `mcp:SERVER:TOOL` */
  readonly permission: string;
  readonly idempotency: Idempotency;
  /** How long a result may be used again; null: never. */
  readonly freshness: Freshness | null;
  /** What to tell the shopper when the tool cannot be asked, by locale; `zh-CN` and `en` at least. */
  readonly fallback: Readonly<Record<string, string>>;
  /** A question that the tool answers, by locale; empty if none was declared. */
  readonly example: Readonly<Record<string, string>>;
}

/** What a repeated call does; `keyed`: takes effect once per idempotency key. */
export type Idempotency = 'none' | 'read_only' | 'idempotent' | 'keyed';

/** Milliseconds from when a result was fetched. */
export interface Freshness {
  readonly maxAgeMs: number;
  readonly staleWhileRevalidateMs: number;
  readonly staleIfErrorMs: number;
}

/** The tool's own apology in the shopper's language, else in English. */
export function fallbackText(tool: Tool, locale: string): string {
  return inLanguageOf(tool.fallback, locale);
}

/** A question that the tool answers, in the shopper's language, else in English; `''` if none was declared. */
export function exampleText(tool: Tool, locale: string): string {
  return inLanguageOf(tool.example, locale);
}

function inLanguageOf(texts: Readonly<Record<string, string>>, locale: string): string {
  const language = locale.split('-')[0];
  const near = Object.keys(texts).find((key) => key.split('-')[0] === language);
  return texts[locale] ?? texts[near ?? 'en'] ?? '';
}
