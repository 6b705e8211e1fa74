import { payloadOf } from '@turnfleet/contract/envelope';
import { isTurnfleetError, type Logger } from '@turnfleet/core';
import { type Notice, noticesSource, partsOf, type SessionStore } from '@turnfleet/session';
import type { Connection } from './connection.ts';

interface ReaderDeps {
  readonly sessions: Pick<SessionStore, 'noticesAfter'>;
  readonly logger: Logger;
}

/** Does something for each connection of a tenant. */
type ForAll = (tenant: string, work: (one: Connection) => void) => Promise<void>;

/** Reads a tenant's notices once for all of its connections here. */
export class NoticeReader {
  readonly #deps: ReaderDeps;
  /** The last notice of a tenant that was read, null where there was none. */
  readonly #ends = new Map<string, string | null>();
  readonly #forAll: ForAll;
  #reading: Promise<void> = Promise.resolve();

  constructor(deps: ReaderDeps, forAll: ForAll) {
    this.#deps = deps;
    this.#forAll = forAll;
  }

  /** Where a session that begins stands: after what was said before it. */
  async end(tenant: string): Promise<string | null> {
    const known = this.#ends.get(tenant);
    if (known !== undefined) return known;
    const { end } = await this.#deps.sessions.noticesAfter(tenant, null);
    this.#ends.set(tenant, end);
    return end;
  }

  /** Tells a session that goes on what it has not been told. */
  async catchUp(connection: Connection): Promise<void> {
    const { tenant } = connection.entered.principal;
    const position = connection.current?.session.feed.position(noticesSource) ?? null;
    if ((await this.end(tenant)) === position) return;
    const { notices } = await this.#deps.sessions.noticesAfter(tenant, position);
    for (const notice of notices) tellNotice(connection, notice);
  }

  /** There is something new of a tenant. */
  look(tenant: string): void {
    const end = this.#ends.get(tenant);
    // Nobody of theirs has been here.
    if (end === undefined) return;
    this.#reading = this.#reading.then(() => this.#read(tenant));
  }

  lookAgain(): void {
    for (const tenant of this.#ends.keys()) this.look(tenant);
  }

  async #read(tenant: string): Promise<void> {
    try {
      const { notices, end } = await this.#deps.sessions.noticesAfter(tenant, this.#ends.get(tenant) ?? null);
      if (notices.length === 0) return;
      this.#ends.set(tenant, end);
      await this.#forAll(tenant, (one) => {
        for (const notice of notices) tellNotice(one, notice);
      });
    } catch (error) {
      if (!isTurnfleetError(error, 'overloaded')) this.#deps.logger.error({ err: error }, 'notices cannot be read');
      // Back again, the store says that something may have been missed.
    }
  }
}

/** Unless the session was told, or is about to be. */
function tellNotice(connection: Connection, { id, text }: Notice): void {
  if (!connection.current || !isAfter(id, connection.noticeId)) return;
  connection.noticeId = id;
  void connection.current.outbox.offer({
    ...{ source: noticesSource, id, alone: false, priority: 2, signal: connection.ended.signal },
    payload: payloadOf('notice', { id, text }),
  });
}

function isAfter(id: string, other: string | null): boolean {
  const [one, two] = [partsOf(id), partsOf(other ?? '')];
  if (!one || !two) return true;
  if (one.generation !== two.generation) return Number(one.generation) > Number(two.generation);
  return one.number > two.number;
}
