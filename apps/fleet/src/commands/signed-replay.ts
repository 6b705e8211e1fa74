import { decodeTurn, type EventRecord, encodeHeaders, headerText, type Replay } from '@turnfleet/contract/events';
import { TurnfleetError } from '@turnfleet/core';
import { askerHeader, type SignedAsker, type SigningKeys, signAsker, verifyAsker } from '@turnfleet/principal';

/**
 * The same replay, signed anew for whoever asked the turn: a signature is for one turn id. One that nobody signed stays so.
 * `invalid_request` if there is a signature and it cannot be told whose, or not be made again.
 */
export function signedReplay(replay: Replay, original: EventRecord, keys: SigningKeys | null): Replay {
  if (!Object.hasOwn(original.headers, askerHeader)) return replay;
  if (!keys)
    throw new TurnfleetError(
      'invalid_request',
      'Its turn is signed; to sign it anew TURN_SIGNING_KEYS is needed, as the ingresses have it.',
    );
  const { record, turnId, conversationId } = replay;
  const asker = askerOf(original, keys);
  const value = record.value ?? new Uint8Array();
  const header = signAsker(keys, asker, { conversationId, turnId, value });
  return {
    ...replay,
    record: { ...record, headers: { ...record.headers, ...encodeHeaders({ [askerHeader]: header }) } },
  };
}

function askerOf(original: EventRecord, keys: SigningKeys): SignedAsker {
  const decoded = decodeTurn({ ...original, timestamp: 0 });
  const header = headerText(original.headers, askerHeader) ?? '';
  const asker =
    decoded.kind === 'turn'
      ? verifyAsker(keys, header, { ...decoded.turn, value: original.value ?? new Uint8Array() })
      : null;
  if (asker) return asker;
  throw new TurnfleetError('invalid_request', 'The signature of its turn is not one of ours.');
}
