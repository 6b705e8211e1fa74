// Original file: protos/turnfleet/tool/v1/tool.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../../google/protobuf/Duration.ts';
import type { Freshness as _turnfleet_tool_v1_Freshness, Freshness__Output as _turnfleet_tool_v1_Freshness__Output } from '../../../turnfleet/tool/v1/Freshness.ts';
import type { Idempotency as _turnfleet_tool_v1_Idempotency, Idempotency__Output as _turnfleet_tool_v1_Idempotency__Output } from '../../../turnfleet/tool/v1/Idempotency.ts';
import type { Confirmation as _turnfleet_tool_v1_Confirmation, Confirmation__Output as _turnfleet_tool_v1_Confirmation__Output } from '../../../turnfleet/tool/v1/Confirmation.ts';
import type { PlainQuestion as _turnfleet_tool_v1_PlainQuestion, PlainQuestion__Output as _turnfleet_tool_v1_PlainQuestion__Output } from '../../../turnfleet/tool/v1/PlainQuestion.ts';

/**
 * A tool as models, caches and auditors see it.
 */
export interface Tool {
  /**
   * Unique among all tools, snake_case.
   */
  'name'?: (string);
  /**
   * Tells the model what the tool does and when to use it.
   */
  'description'?: (string);
  /**
   * Longest a call may take; the turn's deadline still applies.
   */
  'deadline'?: (_google_protobuf_Duration | null);
  /**
   * What a caller must be granted, as `mcp:SERVER:TOOL`.
   */
  'permission'?: (string);
  /**
   * Without it results are never cached.
   */
  'freshness'?: (_turnfleet_tool_v1_Freshness | null);
  /**
   * What happens if the same call is made twice.
   */
  'idempotency'?: (_turnfleet_tool_v1_Idempotency);
  /**
   * What to tell the shopper when the tool cannot be asked, by locale.
   */
  'fallback'?: ({[key: string]: string});
  /**
   * A question that the tool answers, by locale: offered to shoppers who have not asked it yet. May be left out.
   */
  'example'?: ({[key: string]: string});
  /**
   * The shopper has to want it: a model's call is held, the shopper is asked, and only a yes in the next turn runs it.
   * Takes a keyed tool. Without it a model's call runs at once.
   */
  'confirmation'?: (_turnfleet_tool_v1_Confirmation | null);
  /**
   * The request has a field `bool validate_only`: set, the method checks what it would check and fails as it would fail, but
   * changes nothing and needs no key (https://google.aip.dev/163). Models are not offered the field. A tool with a
   * confirmation is checked so before the shopper is asked.
   */
  'validate_only'?: (boolean);
  /**
   * The tool answers a plain question by itself when no model can be asked. Read-only tools only; may be left out.
   */
  'plain_question'?: (_turnfleet_tool_v1_PlainQuestion | null);
  /**
   * An answer without it is still one: when the fleet is busy it is left out before others. Read-only tools only.
   */
  'may_be_left_out'?: (boolean);
}

/**
 * A tool as models, caches and auditors see it.
 */
export interface Tool__Output {
  /**
   * Unique among all tools, snake_case.
   */
  'name': (string);
  /**
   * Tells the model what the tool does and when to use it.
   */
  'description': (string);
  /**
   * Longest a call may take; the turn's deadline still applies.
   */
  'deadline': (_google_protobuf_Duration__Output | null);
  /**
   * What a caller must be granted, as `mcp:SERVER:TOOL`.
   */
  'permission': (string);
  /**
   * Without it results are never cached.
   */
  'freshness': (_turnfleet_tool_v1_Freshness__Output | null);
  /**
   * What happens if the same call is made twice.
   */
  'idempotency': (_turnfleet_tool_v1_Idempotency__Output);
  /**
   * What to tell the shopper when the tool cannot be asked, by locale.
   */
  'fallback': ({[key: string]: string});
  /**
   * A question that the tool answers, by locale: offered to shoppers who have not asked it yet. May be left out.
   */
  'example': ({[key: string]: string});
  /**
   * The shopper has to want it: a model's call is held, the shopper is asked, and only a yes in the next turn runs it.
   * Takes a keyed tool. Without it a model's call runs at once.
   */
  'confirmation': (_turnfleet_tool_v1_Confirmation__Output | null);
  /**
   * The request has a field `bool validate_only`: set, the method checks what it would check and fails as it would fail, but
   * changes nothing and needs no key (https://google.aip.dev/163). Models are not offered the field. A tool with a
   * confirmation is checked so before the shopper is asked.
   */
  'validate_only': (boolean);
  /**
   * The tool answers a plain question by itself when no model can be asked. Read-only tools only; may be left out.
   */
  'plain_question': (_turnfleet_tool_v1_PlainQuestion__Output | null);
  /**
   * An answer without it is still one: when the fleet is busy it is left out before others. Read-only tools only.
   */
  'may_be_left_out': (boolean);
}
