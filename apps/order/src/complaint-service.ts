import type { order } from '@turnfleet/contract/grpc';
import type { Clock } from '@turnfleet/core';
import { type GrpcService, grpcService, timestampOf } from '@turnfleet/service-kit';
import { canonicalCode } from '@turnfleet/shop';
import type { FiledComplaint } from './complaints.ts';
import type { OrderRepository } from './order-repository.ts';

const defaultLimit = 50;

const isSettled: Readonly<Partial<Record<order.ComplaintState, boolean>>> = {
  COMPLAINT_STATE_OPEN: false,
  COMPLAINT_STATE_SETTLED: true,
};

/** For the shop's staff. */
export function complaintService(orders: OrderRepository, clock: Clock): GrpcService {
  return grpcService('turnfleet.order.v1.ComplaintService', {
    ListComplaints: async ({ tenant, state, limit, before_id: before }, { deadline }) => {
      const filter = {
        settled: isSettled[state] ?? null,
        limit: limit > 0 ? limit : defaultLimit,
        beforeId: canonicalCode(before),
      };
      const { complaints, total } = await orders.listComplaints(tenant, filter, deadline.signal);
      return { complaints: complaints.map(complaintMessage), total_size: total };
    },
    SettleComplaint: async ({ tenant, complaint_id, settled_by: by, settlement: what }, { deadline }) => {
      const settling = { tenant, id: canonicalCode(complaint_id), by, what: what.trim() };
      return { complaint: complaintMessage(await orders.settleComplaint(settling, clock.now(), deadline.signal)) };
    },
  });
}

function complaintMessage({ id, orderId, user, text, filedAt, settled }: FiledComplaint) {
  return {
    ...{ complaint_id: id, order_id: orderId ?? '', user_id: user, text, file_time: timestampOf(filedAt) },
    state: settled ? ('COMPLAINT_STATE_SETTLED' as const) : ('COMPLAINT_STATE_OPEN' as const),
    ...{ settlement: settled?.what ?? '', settled_by: settled?.by ?? '' },
    settle_time: settled && timestampOf(settled.at),
  };
}
