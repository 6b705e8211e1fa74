// Original file: protos/turnfleet/logistics/v1/logistics.proto

import type { ShipmentStatus as _turnfleet_logistics_v1_ShipmentStatus, ShipmentStatus__Output as _turnfleet_logistics_v1_ShipmentStatus__Output } from '../../../turnfleet/logistics/v1/ShipmentStatus.ts';
import type { ShipmentEvent as _turnfleet_logistics_v1_ShipmentEvent, ShipmentEvent__Output as _turnfleet_logistics_v1_ShipmentEvent__Output } from '../../../turnfleet/logistics/v1/ShipmentEvent.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { LocalizedText as _turnfleet_text_v1_LocalizedText, LocalizedText__Output as _turnfleet_text_v1_LocalizedText__Output } from '../../../turnfleet/text/v1/LocalizedText.ts';

/**
 * The shipment of an order.
 */
export interface TrackShipmentResponse {
  /**
   * Order that was asked for.
   */
  'order_id'?: (string);
  /**
   * Where the shipment stands.
   */
  'status'?: (_turnfleet_logistics_v1_ShipmentStatus);
  /**
   * The carrier's number for it; empty before it is handed over.
   */
  'tracking_number'?: (string);
  /**
   * What happened so far, oldest first.
   */
  'events'?: (_turnfleet_logistics_v1_ShipmentEvent)[];
  /**
   * When it should arrive, or did; absent if that cannot be said.
   */
  'estimated_delivery_time'?: (_google_protobuf_Timestamp | null);
  /**
   * Company that carries it.
   */
  'carrier'?: (_turnfleet_text_v1_LocalizedText | null);
}

/**
 * The shipment of an order.
 */
export interface TrackShipmentResponse__Output {
  /**
   * Order that was asked for.
   */
  'order_id': (string);
  /**
   * Where the shipment stands.
   */
  'status': (_turnfleet_logistics_v1_ShipmentStatus__Output);
  /**
   * The carrier's number for it; empty before it is handed over.
   */
  'tracking_number': (string);
  /**
   * What happened so far, oldest first.
   */
  'events': (_turnfleet_logistics_v1_ShipmentEvent__Output)[];
  /**
   * When it should arrive, or did; absent if that cannot be said.
   */
  'estimated_delivery_time': (_google_protobuf_Timestamp__Output | null);
  /**
   * Company that carries it.
   */
  'carrier': (_turnfleet_text_v1_LocalizedText__Output | null);
}
