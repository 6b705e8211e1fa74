import { defaultFleetAddress } from './client/fleet-address.ts';

/** What `turnfleet up` prints when everything listens, from the addresses as `app.purpose`. */
export function readyText(addresses: Readonly<Record<string, string>>): string {
  const { 'ingress.http': page, ...others } = addresses;
  const listed = Object.entries(others).map(([name, address]) => `  ${name.padEnd(18)} ${address}`);
  if (page === undefined) return ['Ready.', ...listed, 'Ctrl-C drains and stops.', ''].join('\n');
  const where = page === defaultFleetAddress ? '' : ` --url ${page}`;
  return [
    `Ready. The page is at ${page}`,
    'Or ask here:',
    `  npx turnfleet chat${where} "SKU-2024-888 上海有货吗?"`,
    ...(listed.length > 0 ? ['Also listening:', ...listed] : []),
    'Ctrl-C drains and stops.',
    '',
  ].join('\n');
}
