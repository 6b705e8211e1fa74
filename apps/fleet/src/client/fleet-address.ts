/** Where the fleet is: `--url`, else `TURNFLEET_URL`, else this machine's default port. */
export function fleetAddress(option: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  const address = option ?? env['TURNFLEET_URL'] ?? `http://127.0.0.1:${env['PORT'] || '8080'}`;
  return address.replace(/\/+$/, '');
}
