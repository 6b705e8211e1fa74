// Original file: protos/turnfleet/tool/v1/tool.proto

import type { Mask as _turnfleet_tool_v1_Mask, Mask__Output as _turnfleet_tool_v1_Mask__Output } from '../../../turnfleet/tool/v1/Mask.ts';
import type { FilledFrom as _turnfleet_tool_v1_FilledFrom, FilledFrom__Output as _turnfleet_tool_v1_FilledFrom__Output } from '../../../turnfleet/tool/v1/FilledFrom.ts';

/**
 * Limits and confidentiality of one field.
 */
export interface Field {
  /**
   * Must be given and must not be blank.
   */
  'required'?: (boolean);
  /**
   * Of a string: most Unicode code points.
   */
  'max_length'?: (number);
  /**
   * Of a number or an amount of money.
   */
  'minimum'?: (number | string);
  /**
   * Of a number or an amount of money.
   */
  'maximum'?: (number | string);
  /**
   * Personal data: how the value appears outside the call (journal, traces, logs, audit).
   */
  'mask'?: (_turnfleet_tool_v1_Mask);
  /**
   * Of a request: the value is taken from the turn. Models are not offered the field, so none can ask about somebody else.
   */
  'filled_from'?: (_turnfleet_tool_v1_FilledFrom);
  /**
   * The field holds a code that begins with this, e.g. `SKU` for SKU-2024-888: so it is found in a plain question.
   */
  'code_prefix'?: (string);
  /**
   * The field holds a place: in a plain question what is named beside codes and words, else the city of the shopper.
   */
  'place'?: (boolean);
  '_minimum'?: "minimum";
  '_maximum'?: "maximum";
}

/**
 * Limits and confidentiality of one field.
 */
export interface Field__Output {
  /**
   * Must be given and must not be blank.
   */
  'required': (boolean);
  /**
   * Of a string: most Unicode code points.
   */
  'max_length': (number);
  /**
   * Of a number or an amount of money.
   */
  'minimum'?: (number);
  /**
   * Of a number or an amount of money.
   */
  'maximum'?: (number);
  /**
   * Personal data: how the value appears outside the call (journal, traces, logs, audit).
   */
  'mask': (_turnfleet_tool_v1_Mask__Output);
  /**
   * Of a request: the value is taken from the turn. Models are not offered the field, so none can ask about somebody else.
   */
  'filled_from': (_turnfleet_tool_v1_FilledFrom__Output);
  /**
   * The field holds a code that begins with this, e.g. `SKU` for SKU-2024-888: so it is found in a plain question.
   */
  'code_prefix': (string);
  /**
   * The field holds a place: in a plain question what is named beside codes and words, else the city of the shopper.
   */
  'place': (boolean);
  '_minimum'?: "minimum";
  '_maximum'?: "maximum";
}
