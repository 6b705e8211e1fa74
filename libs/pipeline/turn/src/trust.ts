import type { AcceptedTurn, RejectedTurn } from '@turnfleet/contract/events';
import { headerText } from '@turnfleet/contract/events';
import type { Owner } from '@turnfleet/contract/schemas';
import type { ConversationGateway } from '@turnfleet/conversation';
import { type Clock, TurnfleetError } from '@turnfleet/core';
import { untilAvailable } from '@turnfleet/ownership';
import { askerHeader, reaches, type SigningKeys, type Touching, verifyAsker } from '@turnfleet/principal';
import { counter } from '@turnfleet/telemetry';
import type { LogRecord } from '@turnfleet/turn-engine';
import type { Run } from './run.ts';

interface TrustDeps {
  readonly keys: SigningKeys;
  /** Of records that nobody has signed; `*`: the one they name. Null: such records are not trusted. */
  readonly upstreamTenant: string | null;
  readonly gateway: Pick<ConversationGateway, 'claimOwner'>;
  readonly clock: Clock;
}

/** A turn of somebody who may ask it where they do, and whose the conversation is. */
interface Trusted {
  readonly kind: 'trusted';
  readonly accepted: AcceptedTurn;
  readonly owner: Owner | undefined;
}

/** Whether a turn is what it says it is. A rejected one gets no reply: that would stand in the conversation of another. */
export type Trust = (
  record: LogRecord,
  accepted: AcceptedTurn,
  run: Pick<Run, 'signal'>,
) => Promise<Trusted | RejectedTurn>;

/** Where nobody signs in. */
export const trustEverybody: Trust = async (_record, accepted) => ({ kind: 'trusted', accepted, owner: undefined });

type Reason = 'unsigned' | 'forged' | 'not theirs';

/**
 * Trusts turns that an ingress has signed, and those of the upstream that is told; and nobody in a conversation of another. The
 * ingress has looked already, but may not know while a store is restored, and an upstream asks nobody.
 */
export function trustSigned({ keys, upstreamTenant, gateway, clock }: TrustDeps): Trust {
  const rejected = counter('turnfleet.auth.unsigned_turns');
  const reject = (accepted: AcceptedTurn, reason: Reason): RejectedTurn => {
    rejected.add(1, { reason });
    return rejectedTurn(accepted, reason);
  };
  return async (record, given, { signal }) => {
    const said = whoAsks(record, given, keys, upstreamTenant);
    if (typeof said === 'string') return reject(given, said);
    const { asker, accepted } = said;
    const { conversationId } = accepted.turn;
    const ownership = await untilAvailable(clock, signal, async () => {
      const found = await gateway.claimOwner(conversationId, { tenant: asker.tenant, user: asker.user });
      if (found.kind !== 'lost') return found;
      throw new TurnfleetError('overloaded', 'Whose the conversation is cannot be told yet.');
    });
    const owner = ownership.kind === 'owned' ? ownership.owner : null;
    if (!reaches(asker, owner)) return reject(given, 'not theirs');
    return { kind: 'trusted', accepted, owner: owner ?? undefined };
  };
}

interface Asking {
  readonly asker: Touching;
  readonly accepted: AcceptedTurn;
}

function whoAsks(
  { headers, value }: LogRecord,
  accepted: AcceptedTurn,
  keys: SigningKeys,
  upstreamTenant: string | null,
): Asking | Reason {
  const { turn } = accepted;
  const user = turn.user?.id ?? null;
  if (Object.hasOwn(headers, askerHeader)) {
    const asker = verifyAsker(keys, headerText(headers, askerHeader) ?? '', {
      ...turn,
      value: value ?? new Uint8Array(),
    });
    return asker && asker.tenant === accepted.tenant && asker.user === user ? { asker, accepted } : 'forged';
  }
  if (upstreamTenant === null) return 'unsigned';
  const tenant = upstreamTenant === '*' ? accepted.tenant : upstreamTenant;
  return { asker: { tenant, user, reach: 'tenant' }, accepted: { ...accepted, tenant, turn: { ...turn, tenant } } };
}

const refusals = {
  unsigned: [
    'unauthenticated',
    'No ingress of ours has signed this turn, and unsigned turns are not taken: UPSTREAM_TENANT is not set.',
  ],
  forged: ['unauthenticated', 'The signature of this turn is not one of ours, or is for another turn, text or tenant.'],
  'not theirs': ['not_found', 'The conversation of this turn belongs to another tenant or user.'],
} as const satisfies Record<Reason, readonly ['unauthenticated' | 'not_found', string]>;

function rejectedTurn({ turn, locale, submittedAt, traceHeaders }: AcceptedTurn, reason: Reason): RejectedTurn {
  const { conversationId, turnId } = turn;
  const [kind, message] = refusals[reason];
  const error = new TurnfleetError(kind, message);
  return { kind: 'rejected', error, conversationId, turnId, locale, mayReply: false, submittedAt, traceHeaders };
}
