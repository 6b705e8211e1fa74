import type { EndedCommand, Handoff, Reply } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';

type Reason = NonNullable<EndedCommand['reason']>;

const told: Partial<Record<Reason, readonly [message: string, suggestion: string]>> = {
  over: ['The handoff is over.', 'GET /v1/desk/queue shows who waits.'],
  not_claimed: ['Nobody has the conversation yet.', 'Claim it first: POST /v1/desk/conversations/{id}/claim.'],
  not_yours: ['The conversation was passed on to another agent.', 'GET /v1/desk/queue shows who waits.'],
};

/** Why a command was not done, as an error. `handoff`: as it is now. */
export function refusalOf(reply: Reply, handoff: Handoff | undefined): TurnfleetError {
  const { command, error } = reply;
  if (!command && error) return new TurnfleetError(error.kind, error.message, { suggestion: error.suggestion });
  if (command?.reason === 'no_tool') {
    return new TurnfleetError('not_found', 'No such tool may be called here.', {
      suggestion: '`npx turnfleet tools list` shows them.',
    });
  }
  if (command?.reason === 'no_draft') {
    return new TurnfleetError('conflict', `There is no draft: ${error?.message ?? 'no model could word one.'}`, {
      suggestion: 'Answer in your own words, or ask again, under another Idempotency-Key.',
    });
  }
  if (command?.reason === 'taken' && handoff?.agent) {
    const message = `The conversation is claimed: ${handoff.agentName ?? handoff.agent} (${handoff.agent}) has it.`;
    return new TurnfleetError('conflict', message, { suggestion: 'GET /v1/desk/queue shows who waits.' });
  }
  const [message, suggestion] = (command?.reason && told[command.reason]) || [
    'The command could not be done: what it was about is another by now.',
    'GET /v1/desk/conversations/{id} shows how it stands.',
  ];
  return new TurnfleetError('conflict', message, { suggestion });
}
