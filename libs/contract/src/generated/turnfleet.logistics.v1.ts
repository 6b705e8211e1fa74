export type * from './turnfleet/logistics/v1/EstimateDeliveryRequest.ts';
export type * from './turnfleet/logistics/v1/EstimateDeliveryResponse.ts';
export type * from './turnfleet/logistics/v1/LogisticsService.ts';
export type * from './turnfleet/logistics/v1/ShipmentEvent.ts';
export type * from './turnfleet/logistics/v1/ShipmentStatus.ts';
export type * from './turnfleet/logistics/v1/TrackShipmentRequest.ts';
export type * from './turnfleet/logistics/v1/TrackShipmentResponse.ts';
