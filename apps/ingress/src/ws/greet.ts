import { randomBytes } from 'node:crypto';
import { type Frame, type PayloadOf, payloadOf } from '@turnfleet/contract/envelope';
import { TurnfleetError } from '@turnfleet/core';
import { ownerOf, wsLimits } from '@turnfleet/http-kit';
import {
  ClientOrder,
  Feed,
  isEntryAt,
  newSession,
  notItsLast,
  noticesSource,
  partsOf,
  type SessionState,
  sourceAt,
  WrongSequence,
} from '@turnfleet/session';
import type { Connection } from './connection.ts';
import type { Handling } from './handling.ts';
import { keptMs, Session } from './session.ts';
import { resumeSubscription } from './subscription.ts';

/**
 * Begins a session, or goes on with the one that the hello names: then everything after `last_sequence` is sent again. A
 * session that is not there, not theirs, or not what its client knows, is a new one and an error that says so; a sequence that
 * cannot be is an error, after which another hello may come.
 */
export async function greet(deps: Handling, connection: Connection, frame: Frame): Promise<void> {
  const hello = frame.payload as PayloadOf<'hello'>;
  const { session: id } = hello;
  const began = deps.clock.monotonic();
  const owner = ownerOf(connection.entered);
  const held = id === '' ? null : await deps.sessions.take(id, owner, keptMs);
  try {
    const feed = held && isAsTold(held.state, hello) ? await resumed(deps, held.state, hello.lastSequence) : null;
    const session =
      held && feed ? new Session(deps, id, owner, held.epoch, feed) : await opened(deps, connection, owner);
    if (connection.ended.signal.aborted) return;
    connection.begin(session, new ClientOrder(frame.sequence));
    connection.noticeId = session.feed.position(noticesSource);
    deps.hub.holds(connection, session.id);
    const conversationIds = session.feed.sources.filter((source) => source !== noticesSource);
    welcome(connection, session.id, feed !== null, conversationIds);
    if (feed) {
      for (const conversationId of conversationIds) resumeSubscription(deps, connection, conversationId);
      deps.hub.stats.resumedIn(deps.clock.monotonic() - began);
      await deps.hub.notices.catchUp(connection);
    } else if (id !== '') connection.refuse(noSession(id));
    deps.hub.stats.greeted(feed ? 'resumed' : id === '' ? 'new' : 'unknown');
  } catch (error) {
    if (!(error instanceof WrongSequence)) throw error;
    deps.hub.stats.greeted('wrong_sequence');
    connection.refuse(error, { answers: frame.sequence });
  }
}

/** A store that went back has numbered other messages than the client was told. */
function isAsTold(state: SessionState, { lastSequence, lastEventId, lastConversationId }: PayloadOf<'hello'>): boolean {
  return lastEventId === '' || isEntryAt(state, lastSequence, lastConversationId || noticesSource, lastEventId);
}

/** The same for a session of another, one that has ended, and one that never was. */
function noSession(id: string): TurnfleetError {
  return new TurnfleetError('not_found', 'There is no such session any more: this is a new one.', {
    suggestion: 'Subscribe to each conversation after the last event id that you have.',
    resource: { type: 'session', name: id },
  });
}

function welcome(
  connection: Connection,
  session: string,
  isResumed: boolean,
  conversationIds: readonly string[],
): void {
  connection.say(
    payloadOf('welcome', {
      ...{ session, resumed: isResumed, conversationIds },
      heartbeatSeconds: wsLimits.heartbeatMs / 1_000,
      timeoutSeconds: wsLimits.timeoutMs / 1_000,
      sessionSeconds: wsLimits.sessionMs / 1_000,
      unacknowledgedBytes: wsLimits.unacknowledgedBytes,
      messageBytes: wsLimits.messageBytes,
    }),
  );
}

async function opened(deps: Handling, connection: Connection, owner: string): Promise<Session> {
  const id = randomBytes(16).toString('base64url');
  const feed = Feed.resume(newSession, 0);
  feed.open(noticesSource, await deps.hub.notices.end(connection.entered.principal.tenant));
  await deps.sessions.open(id, owner, feed.state, keptMs);
  feed.saved();
  return new Session(deps, id, owner, 1, feed);
}

/** The feed, if its client can have what it says: what the open run counts on to, its source has to hold. */
async function resumed({ journal }: Handling, state: SessionState, last: number): Promise<Feed> {
  const feed = Feed.resume(state, last);
  const source = sourceAt(state, last);
  const position = source === null ? null : feed.position(source);
  // Of notices too few come for anybody to count beyond them by mistake.
  if (source === null || position === null || source === noticesSource) return feed;
  const page = await journal.read(source, position);
  if (page.kind === 'entries') return feed;
  const all = await journal.read(source, null);
  const [end, wanted] = [all.kind === 'entries' ? partsOf(all.end) : null, partsOf(position)];
  if (end && wanted && end.generation === wanted.generation && wanted.number > end.number) {
    throw notItsLast(last - (wanted.number - end.number), 'nothing was sent after it');
  }
  return feed;
}
