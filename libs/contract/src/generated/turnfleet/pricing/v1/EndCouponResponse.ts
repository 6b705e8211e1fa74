// Original file: protos/turnfleet/pricing/v1/pricing.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

/**
 * The coupon as it is written down now.
 */
export interface EndCouponResponse {
  /**
   * Code of the coupon.
   */
  'coupon_code'?: (string);
  /**
   * From then on it takes nothing off.
   */
  'end_time'?: (_google_protobuf_Timestamp | null);
}

/**
 * The coupon as it is written down now.
 */
export interface EndCouponResponse__Output {
  /**
   * Code of the coupon.
   */
  'coupon_code': (string);
  /**
   * From then on it takes nothing off.
   */
  'end_time': (_google_protobuf_Timestamp__Output | null);
}
