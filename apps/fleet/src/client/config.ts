import type { Env } from '@turnfleet/service-kit';

/** The process's environment, for the commands that read a variable or two. */
export const environment = (): Env => process.env;
/** Sent with every request to a fleet, if it is set: an API key or a token. */
export const bearer = (): Readonly<Record<string, string>> => {
  const { TURNFLEET_API_KEY: key } = environment();
  return key ? { authorization: `Bearer ${key}` } : {};
};
