import type { SessionStore } from '@turnfleet/session';
import type { Link } from '../process/link.ts';

/** The sessions that all ingresses share, as one of them has them: each call goes over its link. */
export function sessionsOver(link: Link, sessions: SessionStore): SessionStore {
  return {
    open: (...args) => link.call('open session', () => sessions.open(...args)),
    take: (...args) => link.call('take session', () => sessions.take(...args)),
    save: (...args) => link.call('save session', () => sessions.save(...args)),
    end: (...args) => link.call('end session', () => sessions.end(...args)),
    post: (...args) => link.call('post notice', () => sessions.post(...args)),
    noticesAfter: (...args) => link.call('read notices', () => sessions.noticesAfter(...args)),
    tell: (...args) => link.call('tell sessions', () => sessions.tell(...args)),
    listen: (hear) => link.call('hear sessions', () => sessions.listen((message) => link.notify(() => hear(message)))),
  };
}
