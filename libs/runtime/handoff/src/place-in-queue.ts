import type { Handoff } from '@turnfleet/contract/schemas';
import type { AgentPresence } from './handoff-queue.ts';

/** How somebody stands who waits. */
export interface WaitingPlace {
  /** 1 is next. */
  readonly place: number;
  readonly ahead: number;
  /** Milliseconds until an agent is likely to have time; null: nobody can tell. */
  readonly estimateMs: number | null;
}

/** An agent took a conversation. */
export interface ClaimMade {
  readonly agent: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** Claims before that say nothing of how it goes now, milliseconds. */
export const claimsWindowMs = 900_000;
/** As few claims as happen in less say little of a rate. */
const leastSpanMs = 60_000;

/** Whether an agent can take what waits. */
export function suits(agent: AgentPresence, { skill, locale, wanted }: Pick<Handoff, 'skill' | 'locale' | 'wanted'>) {
  if (wanted !== null) return wanted === agent.id;
  const [language = ''] = locale.split('-');
  const speaks = agent.languages.some((one) => one === locale || one === language);
  return speaks && agent.skills.includes(skill);
}

/**
 * The place with so many ahead, and how long that takes: at the rate at which the agents who are there and can take it took
 * conversations of late. Nobody of them there, or none taken: nobody can tell.
 */
export function placeInQueue(
  handoff: Pick<Handoff, 'skill' | 'locale' | 'wanted'>,
  ahead: number,
  there: { readonly agents: readonly AgentPresence[]; readonly claims: readonly ClaimMade[]; readonly now: number },
): WaitingPlace {
  const able = new Set(there.agents.filter((agent) => suits(agent, handoff)).map(({ id }) => id));
  const since = there.now - claimsWindowMs;
  const times = there.claims.filter(({ agent, at }) => able.has(agent) && at > since).map(({ at }) => at);
  const spanMs = Math.max(leastSpanMs, there.now - Math.min(...times));
  const estimateMs = times.length === 0 ? null : Math.round(((ahead + 1) * spanMs) / times.length);
  return { place: ahead + 1, ahead, estimateMs };
}
