import { TurnfleetError } from '@turnfleet/core';

export const defaultFleetAddress = 'http://127.0.0.1:8080';

/** Where the fleet is: `--url`, else `TURNFLEET_URL`, else `PORT` of this machine. `invalid_request` if that is no address. */
export function fleetAddress(option: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  const given =
    option ?? (env['TURNFLEET_URL'] || (env['PORT'] ? `http://127.0.0.1:${env['PORT']}` : defaultFleetAddress));
  if (/^https?:\/\//i.test(given) && URL.canParse(given)) return given.replace(/\/+$/, '');
  throw new TurnfleetError('invalid_request', `"${given}" is not the address of a fleet.`, {
    suggestion: `--url, TURNFLEET_URL or PORT must give one like ${defaultFleetAddress}`,
  });
}
