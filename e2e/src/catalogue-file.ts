import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeAtTheEnd } from './cleanup.ts';

/** A `MODELS_FILE` with this text, in a folder of its own, until the end of the spec. */
export function catalogueFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'turnfleet-catalogue-'));
  closeAtTheEnd(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'models.yaml');
  writeFileSync(path, text);
  return path;
}

interface CatalogueEntry {
  readonly baseUrl: string;
  /** Beside the address, such as `requestsPerMinute: 10`. */
  readonly more?: string;
}

/** DeepSeek at each of the endpoints `NAME0`, `NAME1`, …, by a rule that says this; their key is in `VENDOR_KEY`. */
export function oneModelAt(entries: readonly CatalogueEntry[], rule = 'strategy: cheapest', name = 'e'): string {
  const endpoints = entries.map(
    ({ baseUrl, more = '' }, i) =>
      `  ${name}${i}: { api: openai, baseUrl: '${baseUrl}', keyVariable: VENDOR_KEY, ${more} }\n`,
  );
  return `endpoints:
${endpoints.join('')}models:
  deepseek-v3.2:
    at: { ${entries.map((_, i) => `${name}${i}: deepseek-v3.2`).join(', ')} }
    usdPerMillionTokens: { input: '0.10', output: '0.42' }
    contextTokens: 128000
    maxOutputTokens: 8192
    latency: medium
    strength: 5
rules:
  - { name: all, ${rule}, use: [deepseek-v3.2] }
`;
}
