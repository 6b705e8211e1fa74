export type { EndpointQuota, EndpointUse, PerMinute, Taken } from './endpoint-quota.ts';
export { MinuteWindow } from './minute-window.ts';
export {
  type Admitted,
  createQuotaGate,
  type Held,
  ownQuota,
  type QuotaGate,
  type QuotaGateDeps,
  type QuotaNotes,
} from './quota-gate.ts';
export { type Place, WaitingLines } from './waiting-lines.ts';
