import { plainScript } from './script.ts';

/** Of keys: one hash, SHA-256 of the key → what is known of it. Of a ticket: a key of its own, which ends by itself. */
export const findKeyScript = plainScript(`
return { 'ok', redis.call('HGET', KEYS[1], ARGV[1]) or '' }
`);

export const listKeysScript = plainScript(`
return { 'ok', unpack(redis.call('HVALS', KEYS[1])) }
`);

export const putKeyScript = plainScript(`
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return { 'ok' }
`);

export const keepTicketScript = plainScript(`
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return { 'ok' }
`);

/** For the first who asks. */
export const takeTicketScript = plainScript(`
local ticket = redis.call('GET', KEYS[1])
redis.call('DEL', KEYS[1])
return { 'ok', ticket or '' }
`);
