/** How much of a value may be seen outside the call: in journal, traces, logs and audit. */
export type Mask = 'none' | 'last_four' | 'all';

/** What a field holds, as far as models, validation and masking care. */
export type FieldType =
  | { readonly kind: 'string' | 'bool' | 'integer' | 'number' | 'money' | 'timestamp' | 'duration' | 'bytes' }
  /** `names`: as offered to models → as in the .proto file; `texts`: as in the .proto file → for shoppers, by locale. */
  | {
      readonly kind: 'enum';
      readonly names: Readonly<Record<string, string>>;
      readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>;
    }
  | { readonly kind: 'message'; readonly shape: MessageShape }
  | { readonly kind: 'map'; readonly value: FieldType }
  /** Passed on as proto3 JSON writes it; only in results. */
  | { readonly kind: 'json' };

export interface FieldShape {
  /** As in the .proto file. */
  readonly name: string;
  readonly description: string;
  readonly type: FieldType;
  readonly repeated: boolean;
  readonly required: boolean;
  /** Of a string, in Unicode code points. */
  readonly maxLength: number | undefined;
  /** Of a number or an amount of money. */
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly mask: Mask;
  /** What a code in this field begins with, e.g. `SKU`; null: it holds no code. */
  readonly codePrefix: string | null;
  /** It holds a place. */
  readonly place: boolean;
}

export interface MessageShape {
  readonly fields: readonly FieldShape[];
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
