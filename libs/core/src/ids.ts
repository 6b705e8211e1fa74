/** Makes a new unique id; specs pass a counter. */
export type NewId = () => string;

/** Uniform in [0, 1), like `Math.random`; specs pass a seeded one. */
export type Random = () => number;

const idPattern = /^[A-Za-z0-9_\-.:~]{1,128}$/;

/** Conversation and turn ids: 1–128 of `A-Z a-z 0-9 _ - . : ~`, not `.` or `..` (they would vanish from a URL path). */
export function isValidId(id: string): boolean {
  return idPattern.test(id) && id !== '.' && id !== '..';
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID (https://github.com/ulid/spec): 48 bits of Unix milliseconds, 80 random bits; as text they sort by millisecond. */
export function ulid(now: number, random: Random): string {
  let time = '';
  for (let rest = now, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = crockford.charAt(rest % 32) + time;
  let tail = '';
  for (let i = 0; i < 16; i++) tail += crockford.charAt(Math.floor(random() * 32));
  return time + tail;
}
