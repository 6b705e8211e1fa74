import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** A random secret that says what it is, so that typing errors and secret scanners find it: prefix, 43 characters, checksum. */
const pattern = /^(tf[kt])_([A-Za-z0-9_-]{43})([0-9a-f]{8})$/;

type SecretKind = 'tfk' | 'tft';

/** 256 random bits: nothing that a slow hash would have to protect. `random` makes bytes; specs pass their own. */
export function mintSecret(kind: SecretKind, random: (bytes: number) => Buffer = randomBytes): string {
  const secret = random(32).toString('base64url');
  return `${kind}_${secret}${checksumOf(kind, secret)}`;
}

/** Whether the text can be one of ours at all; without a look anywhere. */
export function isWellFormedSecret(kind: SecretKind, text: string): boolean {
  const [, prefix, secret, checksum] = pattern.exec(text) ?? [];
  return prefix === kind && secret !== undefined && checksum === checksumOf(kind, secret);
}

/** What is kept in its place. */
export function hashOfSecret(text: string): string {
  return hash('sha256', text, 'base64url');
}

function checksumOf(kind: SecretKind, secret: string): string {
  return crc32(`${kind}_${secret}`).toString(16).padStart(8, '0');
}
