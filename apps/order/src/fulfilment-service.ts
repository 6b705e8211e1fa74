import type { order } from '@turnfleet/contract/grpc';
import { type Clock, TurnfleetError } from '@turnfleet/core';
import { type GrpcService, grpcService, millisecondsOf } from '@turnfleet/service-kit';
import { statusNames } from './order-message.ts';
import type { OrderRepository } from './order-repository.ts';
import type { Progress } from './record-progress.ts';

const progresses: Readonly<Partial<Record<order.OrderProgress, Progress>>> = {
  ORDER_PROGRESS_PREPARING: 'prepare',
  ORDER_PROGRESS_SHIPPED: 'ship',
  ORDER_PROGRESS_DELIVERED: 'deliver',
  ORDER_PROGRESS_TAKEN_BACK: 'take_back',
};

/** For warehouse and carrier. */
export function fulfilmentService(orders: OrderRepository, clock: Clock): GrpcService {
  return grpcService('turnfleet.order.v1.FulfilmentService', {
    RecordProgress: async ({ order_id, progress, event_time: time }, { deadline }) => {
      const known = progresses[progress];
      if (!known) throw unknownProgress();
      const at = time ? millisecondsOf(time) : clock.now();
      return { status: statusNames[await orders.recordProgress(order_id, known, at, deadline.signal)] };
    },
  });
}

function unknownProgress(): TurnfleetError {
  return new TurnfleetError('invalid_request', 'The request is not valid: progress is not one that is known.', {
    violations: [{ field: 'progress', description: 'must be one of those in the proto' }],
  });
}
