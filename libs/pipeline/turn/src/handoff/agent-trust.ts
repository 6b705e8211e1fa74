import { type DecodedCommand, headerText } from '@turnfleet/contract/events';
import { TurnfleetError } from '@turnfleet/core';
import { askerHeader, reaches, type SigningKeys, verifyAsker } from '@turnfleet/principal';
import { counter } from '@turnfleet/telemetry';
import type { LogRecord } from '@turnfleet/turn-engine';

/** Why a command is not that of an agent who may give it; null if it is. */
export type TrustCommand = (
  record: Pick<LogRecord, 'headers' | 'value'>,
  command: DecodedCommand,
) => TurnfleetError | null;

/** Where nobody signs in. */
export const trustEveryCommand: TrustCommand = () => null;

/** Trusts commands that a desk has signed for an agent of their tenant. No upstream gives commands. */
export function trustSignedCommands(keys: SigningKeys): TrustCommand {
  const rejected = counter('turnfleet.auth.unsigned_turns');
  const reject = (reason: 'unsigned' | 'forged', message: string): TurnfleetError => {
    rejected.add(1, { reason });
    return new TurnfleetError('unauthenticated', message);
  };
  return ({ headers, value }, { command, conversationId, turnId }) => {
    if (!Object.hasOwn(headers, askerHeader)) return reject('unsigned', 'No desk of ours has signed this command.');
    const content = { conversationId, turnId, value: value ?? new Uint8Array() };
    const asker = verifyAsker(keys, headerText(headers, askerHeader) ?? '', content);
    const may = asker?.scopes.includes('agent') && reaches(asker, { tenant: command.tenant, user: null });
    return may
      ? null
      : reject('forged', 'The signature of this command is none of ours, or not one of an agent there.');
  };
}
