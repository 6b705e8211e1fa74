import type { Metadata } from '@grpc/grpc-js';
import { type customer, decodeAsker } from '@turnfleet/contract/grpc';
import { TurnfleetError } from '@turnfleet/core';
import { type GrpcService, grpcService } from '@turnfleet/service-kit';
import type { CustomerRepository } from './customer-repository.ts';

export function customerService(customers: CustomerRepository): GrpcService {
  return grpcService('turnfleet.customer.v1.CustomerService', {
    GetCustomerProfile: async ({ user_id: id }, { deadline, metadata }) => {
      // Somebody else's profile is not there.
      if (askingUser(metadata) !== id) throw noSuchCustomer();
      const found = await customers.find(id, deadline.signal);
      if (!found) throw noSuchCustomer();
      const { name, level, city, language } = found;
      return {
        name: maskedName(name),
        level: levels[level] ?? 'CUSTOMER_LEVEL_REGULAR',
        default_city: city,
        preferred_language: language,
      };
    },
  });
}

/** For whom a call is made; `unauthenticated` if it does not say. */
function askingUser(metadata: Metadata): string | null {
  const asker = decodeAsker((name) => metadata.get(name)[0]);
  if (asker) return asker.user;
  throw new TurnfleetError('unauthenticated', 'The call does not say for whom it is made.', {
    suggestion: 'Send `turnfleet-tenant` and `turnfleet-user` in its metadata.',
  });
}

const levels: Readonly<Record<string, customer.CustomerLevel>> = {
  regular: 'CUSTOMER_LEVEL_REGULAR',
  silver: 'CUSTOMER_LEVEL_SILVER',
  gold: 'CUSTOMER_LEVEL_GOLD',
};

/** Whom the shop does not know is not named: the id is personal, and errors are shown to models and logged. */
function noSuchCustomer(): TurnfleetError {
  return new TurnfleetError('not_found', 'The shop has no profile of this shopper.', {
    resource: { type: 'customer', name: 'the shopper' },
    suggestion: 'Ask the shopper for what is needed.',
  });
}

/** Each word with all but its first character hidden: `陈**`, `E*** C*****`. The full name leaves the service nowhere. */
export function maskedName(name: string): string {
  return name
    .trim()
    .split(/\s+/)
    .map((word) => {
      const [first = '', ...rest] = word;
      return first + '*'.repeat(rest.length);
    })
    .join(' ');
}
