// Original file: protos/turnfleet/tool/v1/tool.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../../google/protobuf/Duration.ts';

/**
 * How long a result may be used again, counted from when it was fetched.
 */
export interface Freshness {
  /**
   * Used as it is.
   */
  'max_age'?: (_google_protobuf_Duration | null);
  /**
   * After `max_age`: used once more while a new one is fetched.
   */
  'stale_while_revalidate'?: (_google_protobuf_Duration | null);
  /**
   * After `max_age`: used if no new one can be had; the answer is then degraded.
   */
  'stale_if_error'?: (_google_protobuf_Duration | null);
  /**
   * Kinds of changes in the shop after which a result is not used any more, e.g. `price`, `stock`, `product`: at once if
   * request or result hold the code that changed, in fields with a code_prefix, or if no such field of the request holds one.
   */
  'changed_by'?: (string)[];
}

/**
 * How long a result may be used again, counted from when it was fetched.
 */
export interface Freshness__Output {
  /**
   * Used as it is.
   */
  'max_age': (_google_protobuf_Duration__Output | null);
  /**
   * After `max_age`: used once more while a new one is fetched.
   */
  'stale_while_revalidate': (_google_protobuf_Duration__Output | null);
  /**
   * After `max_age`: used if no new one can be had; the answer is then degraded.
   */
  'stale_if_error': (_google_protobuf_Duration__Output | null);
  /**
   * Kinds of changes in the shop after which a result is not used any more, e.g. `price`, `stock`, `product`: at once if
   * request or result hold the code that changed, in fields with a code_prefix, or if no such field of the request holds one.
   */
  'changed_by': (string)[];
}
