import { TurnfleetError } from '@turnfleet/core';

/** Scheme with user and password, all that is between those and the path, and the rest. */
const parts = /^(rediss?:\/\/(?:[^@/]*@)?)([^/?#]+)(.*)$/i;

/** `redis://[user:password@]host[:port][,host[:port]…][/db]` as one URL for each host; `invalid_request` if it is none. */
export function addressesOf(url: string): readonly string[] {
  const [, start = '', hosts = '', rest = ''] = parts.exec(url) ?? [];
  const places = hosts.split(',').map((place) => place.trim());
  const all = places.map((place) => `${start}${place}${rest}`);
  if (!places.includes('') && all.every((one) => URL.canParse(one))) return all;
  throw new TurnfleetError('invalid_request', 'REDIS_URL is not a URL.', {
    suggestion: 'Write it as redis://host:6379, or redis://host:6379,host:6379 for nodes of a cluster.',
  });
}

/** The same user, password and scheme at another place (`host:port`). */
export function atPlace(url: string, place: string): string {
  const colon = place.lastIndexOf(':');
  const [host, port] = [place.slice(0, colon), place.slice(colon + 1)];
  return Object.assign(new URL(url), { hostname: /^[^[].*:/.test(host) ? `[${host}]` : host, port }).toString();
}
