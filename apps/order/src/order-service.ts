import type { order } from '@turnfleet/contract/grpc';
import type { Clock } from '@turnfleet/core';
import {
  type GrpcService,
  grpcService,
  idempotencyKeyOf,
  millisecondsOf,
  type ServiceCall,
  shopperOf,
  timestampOf,
} from '@turnfleet/service-kit';
import { canonicalCode } from '@turnfleet/shop';
import type { ReturnReason } from './create-return.ts';
import { moneyOf, orderMessage, statusNames } from './order-message.ts';
import type { Doing, OrderRepository } from './order-repository.ts';
import { orderStatuses } from './tables.ts';

const defaultLimit = 10;
const invoiceReadyMs = 24 * 3_600_000;

export function orderService(orders: OrderRepository, clock: Clock): GrpcService {
  const doing = (request: { readonly validate_only: boolean }, { deadline, metadata }: ServiceCall): Doing => ({
    key: request.validate_only ? null : idempotencyKeyOf(metadata),
    now: clock.now(),
    signal: deadline.signal,
  });
  return grpcService('turnfleet.order.v1.OrderService', {
    GetOrder: async (request, call) => ({
      order: orderMessage(await orders.find(shopperOf(request, call), request.order_id, call.deadline.signal)),
    }),
    ListOrders: async (request, call) => {
      const { placed_after: after, placed_before: before, statuses, product, limit } = request;
      const filter = {
        ...(after && { placedFrom: millisecondsOf(after) }),
        ...(before && { placedBefore: millisecondsOf(before) }),
        statuses: orderStatuses.filter((status) => statuses.includes(statusNames[status])),
        ...{ product, limit: limit || defaultLimit },
      };
      const found = await orders.list(shopperOf(request, call), filter, call.deadline.signal);
      return { orders: found.orders.map(orderMessage), total_size: found.total };
    },
    CancelOrder: async (request, call) => {
      const wish = { ...wished(request, call), request: { reason: request.reason } };
      const { status, product, refundFen, cancelledAt } = await orders.cancel(wish, doing(request, call));
      return {
        ...{ order_id: wish.orderId, status: statusNames[status], product, refund_amount: moneyOf(refundFen) },
        cancel_time: request.validate_only ? null : timestampOf(cancelledAt),
      };
    },
    CreateReturn: async (request, call) => {
      const { sku, quantity, note } = request;
      const kind = request.kind === 'RETURN_KIND_EXCHANGE' ? 'exchange' : 'return';
      const wish = {
        ...wished(request, call),
        request: { kind, sku, quantity, reason: reasonOf(request), note },
      } as const;
      const { id, product, sendBy, pieces } = await orders.createReturn(wish, doing(request, call));
      const refundFen = pieces.reduce((sum, one) => sum + one.refundFen, 0);
      return {
        ...{ return_id: id, order_id: wish.orderId, kind: request.kind, product },
        quantity: pieces.reduce((sum, one) => sum + one.quantity, 0),
        refund_amount: kind === 'return' ? moneyOf(refundFen) : null,
        send_by_time: timestampOf(sendBy),
      };
    },
    ChangeAddress: async (request, call) => {
      const { city, address, recipient, phone } = request;
      const wish = { ...wished(request, call), request: { city, address, recipient, phone } };
      const changed = await orders.changeAddress(wish, doing(request, call));
      return { order_id: wish.orderId, city: changed.city, address: changed.address };
    },
    RequestInvoice: async (request, call) => {
      const { title, tax_number: taxNumber } = request;
      const wish = { ...wished(request, call), request: { title, taxNumber } };
      const { id, amountFen, requestedAt } = await orders.requestInvoice(wish, doing(request, call));
      const ready_time = timestampOf(requestedAt + invoiceReadyMs);
      return { invoice_id: id, order_id: wish.orderId, title, amount: moneyOf(amountFen), ready_time };
    },
    FileComplaint: async (request, call) => {
      const wish = { ...wished(request, call), text: request.text.trim() };
      const doing = { key: idempotencyKeyOf(call.metadata), now: clock.now(), signal: call.deadline.signal };
      const { id, orderId, filedAt } = await orders.fileComplaint(wish, doing);
      return { complaint_id: id, order_id: orderId, file_time: timestampOf(filedAt) };
    },
  });
}

const wished = (request: { readonly user_id: string; readonly order_id: string }, call: ServiceCall) => ({
  owner: shopperOf(request, call),
  orderId: canonicalCode(request.order_id),
});

const reasons: Readonly<Partial<Record<order.ReturnReason, ReturnReason>>> = {
  RETURN_REASON_CHANGED_MIND: 'changed_mind',
  RETURN_REASON_DEFECTIVE: 'defective',
  RETURN_REASON_WRONG_ITEM: 'wrong_item',
};

const reasonOf = ({ reason }: order.CreateReturnRequest__Output): ReturnReason => reasons[reason] ?? 'changed_mind';
