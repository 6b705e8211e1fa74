import type { Metadata } from '@grpc/grpc-js';
import { decodeAsker } from '@turnfleet/contract/grpc';
import { TurnfleetError } from '@turnfleet/core';

type Asker = NonNullable<ReturnType<typeof decodeAsker>>;

/** For whom a call is made that is about somebody's own; `unauthenticated` if it does not say. */
export function askerOf(metadata: Metadata): Asker {
  const asker = decodeAsker((name) => metadata.get(name)[0]);
  if (asker) return asker;
  throw new TurnfleetError('unauthenticated', 'The call does not say for whom it is made.', {
    suggestion: 'Send `turnfleet-tenant` and `turnfleet-user` in its metadata.',
  });
}
