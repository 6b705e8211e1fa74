// Original file: protos/turnfleet/pricing/v1/pricing.proto

import type { ReductionKind as _turnfleet_pricing_v1_ReductionKind, ReductionKind__Output as _turnfleet_pricing_v1_ReductionKind__Output } from '../../../turnfleet/pricing/v1/ReductionKind.ts';
import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';
import type { LocalizedText as _turnfleet_text_v1_LocalizedText, LocalizedText__Output as _turnfleet_text_v1_LocalizedText__Output } from '../../../turnfleet/text/v1/LocalizedText.ts';

/**
 * One amount taken off.
 */
export interface Reduction {
  /**
   * What it was given for.
   */
  'kind'?: (_turnfleet_pricing_v1_ReductionKind);
  /**
   * The coupon's code or the level's name.
   */
  'code'?: (string);
  /**
   * What was taken off, positive.
   */
  'amount'?: (_google_type_Money | null);
  /**
   * The rule in words.
   */
  'description'?: (_turnfleet_text_v1_LocalizedText | null);
}

/**
 * One amount taken off.
 */
export interface Reduction__Output {
  /**
   * What it was given for.
   */
  'kind': (_turnfleet_pricing_v1_ReductionKind__Output);
  /**
   * The coupon's code or the level's name.
   */
  'code': (string);
  /**
   * What was taken off, positive.
   */
  'amount': (_google_type_Money__Output | null);
  /**
   * The rule in words.
   */
  'description': (_turnfleet_text_v1_LocalizedText__Output | null);
}
