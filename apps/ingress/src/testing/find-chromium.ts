import { existsSync } from 'node:fs';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];

export const chromiumMissing = `no Chromium at ${places.join(', ')}; install one, e.g. \`apt-get install chromium\``;

/** The system's Chromium, null if there is none. */
export function findChromium(): string | null {
  return places.find((place) => existsSync(place)) ?? null;
}
