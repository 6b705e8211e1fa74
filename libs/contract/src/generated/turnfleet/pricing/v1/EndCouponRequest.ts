// Original file: protos/turnfleet/pricing/v1/pricing.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

/**
 * Names a coupon and its end.
 */
export interface EndCouponRequest {
  /**
   * Code of the coupon, e.g. SAVE100.
   */
  'coupon_code'?: (string);
  /**
   * From then on it takes nothing off.
   */
  'end_time'?: (_google_protobuf_Timestamp | null);
}

/**
 * Names a coupon and its end.
 */
export interface EndCouponRequest__Output {
  /**
   * Code of the coupon, e.g. SAVE100.
   */
  'coupon_code': (string);
  /**
   * From then on it takes nothing off.
   */
  'end_time': (_google_protobuf_Timestamp__Output | null);
}
