import type { order } from '@turnfleet/contract/grpc';
import type { DeskComplaint, DeskComplaints } from '@turnfleet/contract/http';
import { type Clock, TurnfleetError } from '@turnfleet/core';
import { millisecondsOf, type UnaryClient, unaryClient } from '@turnfleet/service-kit';

/** Complaints, as the service `order` has them. Fails as that does; `overloaded` while it cannot be reached. */
export interface ComplaintBook {
  list(tenant: string, filter: ComplaintsAsked): Promise<DeskComplaints>;
  /** Whoever is first says what came of it, for good. */
  settle(tenant: string, id: string, by: string, what: string): Promise<DeskComplaint>;
  close(): void;
}

interface ComplaintsAsked {
  readonly state?: 'open' | 'settled' | undefined;
  readonly limit?: number | undefined;
  readonly before?: string | undefined;
}

const limitMs = 5_000;
const states = { open: 'COMPLAINT_STATE_OPEN', settled: 'COMPLAINT_STATE_SETTLED' } as const;

/** `address`: of the service; undefined: nobody said where it is, and whoever asks is told so. */
export function complaintBook(
  address: string | undefined,
  clock: Pick<Clock, 'now'>,
  connect: (at: string) => UnaryClient = (at) => unaryClient('turnfleet.order.v1.ComplaintService', at),
): ComplaintBook {
  const client = address === undefined ? null : connect(address);
  const call = <Answer>(method: string, request: object): Promise<Answer> => {
    if (!client) throw unknownAddress();
    return client.call<Answer>(method, request, clock.now() + limitMs);
  };
  return {
    async list(tenant, { state, limit = 0, before = '' }) {
      const asked = { tenant, limit, before_id: before, ...(state && { state: states[state] }) };
      const found = await call<order.ListComplaintsResponse__Output>('ListComplaints', asked);
      return { complaints: found.complaints.map(complaintTold), total: found.total_size };
    },
    async settle(tenant, id, by, what) {
      const request = { tenant, complaint_id: id, settled_by: by, settlement: what };
      const { complaint } = await call<order.SettleComplaintResponse__Output>('SettleComplaint', request);
      if (!complaint) throw new TurnfleetError('internal', 'The service order gave no complaint.');
      return complaintTold(complaint);
    },
    close: () => client?.close(),
  };
}

function complaintTold(complaint: order.Complaint__Output): DeskComplaint {
  const {
    complaint_id: id,
    order_id: orderId,
    user_id: user,
    text,
    file_time: filed,
    settle_time: settled,
  } = complaint;
  const timeOf = (time: typeof filed): string => (time ? new Date(millisecondsOf(time)).toISOString() : '');
  return {
    ...{ id, orderId: orderId === '' ? null : orderId, user, text, filedAt: timeOf(filed) },
    state: settled ? 'settled' : 'open',
    settled: settled && { at: timeOf(settled), by: complaint.settled_by, text: complaint.settlement },
  };
}

function unknownAddress(): TurnfleetError {
  return new TurnfleetError(
    'overloaded',
    'Complaints cannot be read: nobody told the desk where the service order is.',
    {
      suggestion: 'Start the desk with ORDER_ADDR.',
    },
  );
}
