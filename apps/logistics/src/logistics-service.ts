import type { logistics } from '@turnfleet/contract/grpc';
import { type Clock, TurnfleetError } from '@turnfleet/core';
import { askedAbout, type GrpcService, grpcService, timestampOf } from '@turnfleet/service-kit';
import { canonicalCode } from '@turnfleet/shop';
import { estimateDelivery } from './delivery.ts';
import type { LogisticsRepository } from './logistics-repository.ts';
import type { Shipment } from './shipment.ts';
import type { AskStock } from './stock-now.ts';
import type { ShipmentStatus } from './tables.ts';

export function logisticsService(
  shipments: Pick<LogisticsRepository, 'shipment'>,
  stockNow: AskStock,
  clock: Clock,
): GrpcService {
  return grpcService('turnfleet.logistics.v1.LogisticsService', {
    TrackShipment: async (request, call) => {
      const found = await shipments.shipment(askedAbout(request, call), request.order_id, call.deadline.signal);
      if (!found) throw noSuchOrder(canonicalCode(request.order_id));
      return shipmentMessage(found);
    },
    EstimateDelivery: async ({ sku, city }, { deadline }) => {
      const stock = await stockNow(sku, city, deadline);
      const { warehouseId, inStock, window } = estimateDelivery(stock, clock.now());
      return {
        warehouse_id: warehouseId,
        earliest_time: window && timestampOf(window.earliest),
        latest_time: window && timestampOf(window.latest),
        in_stock: inStock,
      };
    },
  });
}

const statuses = {
  preparing: 'SHIPMENT_STATUS_PREPARING',
  in_transit: 'SHIPMENT_STATUS_IN_TRANSIT',
  out_for_delivery: 'SHIPMENT_STATUS_OUT_FOR_DELIVERY',
  delivered: 'SHIPMENT_STATUS_DELIVERED',
  delayed: 'SHIPMENT_STATUS_DELAYED',
  returned: 'SHIPMENT_STATUS_RETURNED',
} as const satisfies Record<ShipmentStatus, logistics.ShipmentStatus>;

function shipmentMessage(shipment: Shipment): logistics.TrackShipmentResponse {
  const { orderId, status, carrier, trackingNumber, events, estimatedAt } = shipment;
  return {
    order_id: orderId,
    status: statuses[status],
    carrier,
    tracking_number: trackingNumber,
    events: events.map(({ at, city, description }) => ({ time: timestampOf(at), city, description })),
    estimated_delivery_time: estimatedAt === null ? null : timestampOf(estimatedAt),
  };
}

function noSuchOrder(orderId: string): TurnfleetError {
  return new TurnfleetError('not_found', `There is no order ${orderId}.`, {
    resource: { type: 'order', name: orderId },
    suggestion: 'Check the order number; it looks like ORD-2024-0001.',
  });
}
