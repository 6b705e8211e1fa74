import type { ShopLocale } from '@turnfleet/contract/schemas';

/** Words for shoppers in every language; `{slot}` and `{result.field}` stand for what is known, `[…]` is left out if that is not. */
export type Words = Readonly<Record<ShopLocale, string>>;

/** Where a slot may be taken from; in this order. */
type SlotSource = 'said' | 'profile' | 'tool' | 'earlier';

type SlotType =
  /** A code of the shop's: `prefix` and digits. */
  | 'code'
  /** A whole number of pieces. */
  | 'quantity'
  /** A city. */
  | 'place'
  /** Street and house. */
  | 'address'
  /** What a product is called. */
  | 'product'
  /** When something was done: a stretch of time. */
  | 'time'
  | 'yes_no'
  /** One of `options`. */
  | 'choice'
  /** What the shopper says, as they say it. */
  | 'text';

/** Arguments of a tool: text with `{…}`, numbers, lists of them. What is not known is left out. */
export type Arguments = Readonly<Record<string, ArgumentValue>>;
type ArgumentValue = string | number | boolean | readonly string[];

/** Where one of several things is to be found. */
export interface ToolSource {
  readonly name: string;
  readonly with: Arguments;
  /** Path to the field of the result that lists them. */
  readonly list: string;
  /** Field of one that is the slot's value. */
  readonly value: string;
  /** Those that have one of these words in this field go before all others. */
  readonly prefer: { readonly field: string; readonly has: string | readonly string[] } | null;
  /** Field of one by whose words shoppers tell it from others; null: by none. */
  readonly namedBy: string | null;
  /** How one is named to the shopper; `{field}` are its own. */
  readonly label: Words;
  /** Asks which; `{options}` are their labels. */
  readonly which: Words;
  /** There is none. */
  readonly none: Words;
  /** Tells the one that fits, where nobody had to be asked; its own `{field}`. Null: it goes unsaid. */
  readonly found: Words | null;
  /** Nobody looks before this slot is known; null: it needs none. */
  readonly needs: string | null;
  /** What may be meant beside those that are listed, e.g. all of them; it is taken where nothing is listed. */
  readonly also: readonly Option[];
}

export interface FlowSlot {
  readonly name: string;
  readonly line: number;
  readonly type: SlotType;
  readonly from: readonly SlotSource[];
  readonly prefix: string | null;
  /** Of a text: what it looks like. Without, it is whatever the shopper answers. */
  readonly pattern: RegExp | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly options: readonly Option[];
  readonly tool: ToolSource | null;
  /** Null: it is taken if it is there, and nobody is asked for it. */
  readonly ask: Words | null;
  /** To a value that does not fit; `{value}` stands for it. */
  readonly wrong: Words | null;
  /** Of a choice: what an answer is taken as that names none of the options. */
  readonly otherwise: string | null;
  /** Is masked wherever it is shown. */
  readonly personal: boolean;
}

interface Option {
  readonly value: string;
  readonly label: Words;
  /** What shoppers call it, in every language. */
  readonly words: readonly string[];
}

interface AnyStep {
  readonly id: string;
  readonly line: number;
}

export type Step = AnyStep &
  (
    | { readonly kind: 'collect'; readonly slot: string; readonly next: string }
    | {
        readonly kind: 'branch';
        readonly on: string;
        readonly cases: Readonly<Record<string, string>>;
        readonly next: string;
      }
    | {
        readonly kind: 'call';
        readonly tool: string;
        readonly with: Arguments;
        readonly as: string;
        readonly missing: string | null;
        readonly refused: string | null;
        readonly next: string;
      }
    | {
        readonly kind: 'effect';
        readonly tool: string;
        readonly with: Arguments;
        /** Asks whether it shall be done; null: in the tool's own words. */
        readonly confirm: Words | null;
        readonly done: Words | null;
        /** Words that are a yes to this question beside the plain ones. */
        readonly alsoYes: readonly string[];
        /** By the reason of a refusal, `missing_TYPE` and `missing` for what is not there; `else` for all others. */
        readonly refused: Readonly<Record<string, string>>;
        readonly next: string;
      }
    /** What was said of these leads nowhere; it is forgotten, and the flow asks for it anew. */
    | { readonly kind: 'ask_again'; readonly slots: readonly string[]; readonly text: Words }
    | { readonly kind: 'say'; readonly text: Words; readonly next: string }
    | { readonly kind: 'start'; readonly flow: string; readonly with: Readonly<Record<string, string>> }
    | { readonly kind: 'hand_over'; readonly text: Words }
  );

/** Comes after the last step. */
export const endStep = 'end';

/** A flow as its file has it. */
export interface Flow {
  readonly name: string;
  /** Digest of its text. */
  readonly version: string;
  /** Its text, deflated, in base64. */
  readonly packed: string;
  readonly title: Words;
  readonly intents: readonly string[];
  /** What is asked so, a model answers better. */
  readonly leaves: RegExp | null;
  readonly slots: ReadonlyMap<string, FlowSlot>;
  readonly steps: ReadonlyMap<string, Step>;
  /** Id of the first step. */
  readonly first: string;
  /** What of results it speaks of, by the name that a `call` gives them: paths. */
  readonly spokenOf: readonly string[];
}
