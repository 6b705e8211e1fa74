export type { AccessStore, ApiKeyStore, TicketStore } from './access-store.ts';
export { type ApiKeyRecord, apiKeyRecordSchema, endOfKey, principalOfKey } from './api-key-record.ts';
export type { Credential, Entered } from './credential.ts';
export { hashOfSecret, isWellFormedSecret, mintSecret } from './mint-secret.ts';
export { anonymous, mayAny, type Principal, type Reach, reaches, type Touching } from './principal.ts';
export { isScope, type RateClass, rateClasses, type Scope, scopeSchema, scopes, scopesIn } from './scopes.ts';
export {
  askerHeader,
  type SignedAsker,
  type SignedContent,
  type SigningKeys,
  type SignTurn,
  signAsker,
  verifyAsker,
} from './signed-turn.ts';
export { type Ticket, ticketSchema } from './ticket.ts';
