import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { type Clock, type Logger, TurnfleetError } from '@turnfleet/core';
import { type ApiKeyRecord, type ApiKeyStore, apiKeyRecordSchema } from '@turnfleet/principal';
import { isSeq, parseDocument } from 'yaml';
import { withFileLock } from './file-lock.ts';

type ReadKeys =
  | { readonly ok: true; readonly keys: readonly ApiKeyRecord[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads `keys:` of a YAML or JSON text; tells every mistake, but quotes none. */
export function readKeysFile(text: string): ReadKeys {
  const document = parseDocument(text);
  if (document.errors.length > 0)
    return {
      ok: false,
      problems: document.errors.map(({ code, linePos }) => `line ${linePos?.[0].line ?? 1}: ${code}`),
    };
  const given: unknown = document.toJS();
  const list = typeof given === 'object' && given !== null && 'keys' in given ? given.keys : null;
  if (!Array.isArray(list)) return { ok: false, problems: ['it has no list `keys`'] };
  const parsed = list.map((one) => apiKeyRecordSchema.safeParse(one));
  const problems = parsed.flatMap(({ error }, i) =>
    (error?.issues ?? []).map(({ path, message }) => `keys[${i}].${path.join('.')} ${message}`),
  );
  const keys = parsed.flatMap(({ data }) => data ?? []);
  const twice = keys.filter(({ sha256 }, i) => keys.findIndex((one) => one.sha256 === sha256) < i);
  problems.push(...twice.map(({ id }) => `${id} has the hash of another key`));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, keys };
}

export interface KeysFile extends ApiKeyStore {
  /** What is wrong with the file as it is now; the keys before count meanwhile. */
  problem(): string | null;
}

const lookAgainMs = 1_000;

/** Keys in a file, which is looked at again when it is needed, once a second at most. One with mistakes changes nothing. */
export function keysFile(path: string, clock: Clock, logger: Logger): KeysFile {
  let keys = new Map<string, ApiKeyRecord>();
  let seen = '';
  let lookedAt = Number.NEGATIVE_INFINITY;
  let problem: string | null = null;
  const complain = (what: string): void => {
    if (problem !== what) logger.error({ path }, `API_KEYS_FILE ${what}: the keys before count until it is corrected`);
    problem = what;
  };
  const look = (): void => {
    if (clock.monotonic() - lookedAt < lookAgainMs) return;
    lookedAt = clock.monotonic();
    try {
      const { mtimeMs, size, ino } = statSync(path);
      const now = `${mtimeMs} ${size} ${ino}`;
      if (now === seen) return;
      const read = readKeysFile(readFileSync(path, 'utf8'));
      seen = now;
      if (!read.ok) return complain(`has mistakes (${read.problems.join('; ')})`);
      keys = new Map(read.keys.map((key) => [key.sha256, key]));
      problem = null;
    } catch (error) {
      complain(`cannot be read (${codeOf(error)})`);
    }
  };
  look();
  return {
    find: async (sha256) => (look(), keys.get(sha256) ?? null),
    list: async () => (look(), [...keys.values()]),
    put: (record) => withFileLock(path, clock, () => putInFile(path, record)),
    problem: () => (look(), problem),
  };
}

/** What else is in the file stays as it is, comments included. */
function putInFile(path: string, record: ApiKeyRecord): void {
  const document = parseDocument(textOrEmpty(path));
  const read = readKeysFile(document.has('keys') ? String(document) : 'keys: []');
  if (!read.ok)
    throw new TurnfleetError('invalid_request', `The keys in ${path} have mistakes: ${read.problems.join('; ')}.`);
  if (!isSeq(document.get('keys'))) document.set('keys', document.createNode([]));
  const at = read.keys.findIndex(({ sha256 }) => sha256 === record.sha256);
  document.setIn(['keys', at < 0 ? read.keys.length : at], document.createNode(record));
  const written = `${path}.${randomBytes(6).toString('hex')}`;
  // Whole or not at all, for whoever reads it at this moment.
  writeFileSync(written, document.toString(), { mode: 0o600 });
  renameSync(written, path);
}

const textOrEmpty = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
