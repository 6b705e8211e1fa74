// Original file: protos/turnfleet/logistics/v1/logistics.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { LocalizedText as _turnfleet_text_v1_LocalizedText, LocalizedText__Output as _turnfleet_text_v1_LocalizedText__Output } from '../../../turnfleet/text/v1/LocalizedText.ts';

/**
 * Something that happened to a shipment.
 */
export interface ShipmentEvent {
  /**
   * When.
   */
  'time'?: (_google_protobuf_Timestamp | null);
  /**
   * What.
   */
  'description'?: (_turnfleet_text_v1_LocalizedText | null);
  /**
   * Where.
   */
  'city'?: (_turnfleet_text_v1_LocalizedText | null);
}

/**
 * Something that happened to a shipment.
 */
export interface ShipmentEvent__Output {
  /**
   * When.
   */
  'time': (_google_protobuf_Timestamp__Output | null);
  /**
   * What.
   */
  'description': (_turnfleet_text_v1_LocalizedText__Output | null);
  /**
   * Where.
   */
  'city': (_turnfleet_text_v1_LocalizedText__Output | null);
}
