import {
  type DescEnumValue,
  type DescField,
  type DescMethod,
  getOption,
  hasOption,
  type Registry,
} from '@bufbuild/protobuf';

/** Extensions of protos/turnfleet/tool/v1/tool.proto, by full name; their messages as protobuf-es reads them. */
const toolOption = 'turnfleet.tool.v1.tool';
const fieldOption = 'turnfleet.tool.v1.field';
const enumValueOption = 'turnfleet.tool.v1.value';

interface ProtoDuration {
  readonly seconds: bigint;
  readonly nanos: number;
}

export interface ToolOption {
  readonly name: string;
  readonly description: string;
  readonly permission: string;
  readonly idempotency: number;
  readonly validateOnly: boolean;
  /** Undefined of a service whose protos are older. */
  readonly mayBeLeftOut?: boolean;
  readonly fallback: Readonly<Record<string, string>>;
  readonly example: Readonly<Record<string, string>>;
  readonly confirmation?: {
    readonly question: Readonly<Record<string, string>>;
    readonly done: Readonly<Record<string, string>>;
  };
  readonly plainQuestion?: {
    readonly words: Readonly<Record<string, string>>;
    readonly answer: Readonly<Record<string, string>>;
  };
  readonly deadline?: ProtoDuration;
  readonly freshness?: {
    readonly maxAge?: ProtoDuration;
    readonly staleWhileRevalidate?: ProtoDuration;
    readonly staleIfError?: ProtoDuration;
    readonly changedBy: readonly string[];
  };
}

interface FieldOption {
  readonly required: boolean;
  readonly maxLength: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly mask: number;
  readonly filledFrom: number;
  readonly codePrefix: string;
  readonly place: boolean;
}

/** What the method says of itself as a tool; undefined if it is none. */
export function readToolOption(method: DescMethod, registry: Registry): ToolOption | undefined {
  const extension = registry.getExtension(toolOption);
  if (!extension || !hasOption(method, extension)) return undefined;
  const option: unknown = getOption(method, extension);
  return option as ToolOption;
}

export function readFieldOption(field: DescField, registry: Registry): FieldOption | undefined {
  const extension = registry.getExtension(fieldOption);
  if (!extension || !hasOption(field, extension)) return undefined;
  const option: unknown = getOption(field, extension);
  return option as FieldOption;
}

/** What shoppers call a value, by locale; empty if nothing was declared. */
export function readEnumValueText(value: DescEnumValue, registry: Registry): Readonly<Record<string, string>> {
  const extension = registry.getExtension(enumValueOption);
  if (!extension || !hasOption(value, extension)) return {};
  const option: unknown = getOption(value, extension);
  return (option as { readonly text: Readonly<Record<string, string>> }).text;
}

export function toMs(duration: ProtoDuration | undefined): number {
  return duration ? Number(duration.seconds) * 1_000 + duration.nanos / 1e6 : 0;
}
