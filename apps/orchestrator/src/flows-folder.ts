import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Flow, type FlowText, readFlows } from '@turnfleet/flows';

/** The flows of a folder, and the texts they were read from. */
export interface FlowsFolder {
  readonly path: string;
  readonly texts: readonly FlowText[];
  readonly flows: readonly Flow[];
}

/** What lies in the repository, or beside a bundled app. */
function shipped(asset: string, inRepository: string): string {
  const bundled = join(import.meta.dirname, 'assets', asset);
  return existsSync(bundled) ? bundled : join(import.meta.dirname, '../../..', inRepository);
}

export const shippedFlows = shipped('flows', 'flows');
export const shippedEncoder = shipped('sentence-encoder', 'third_party/sentence-encoder');
export const shippedIntents = shipped('intents', 'libs/runtime/intent/trained');

/** Throws what the file system says if it cannot be read. */
export function textsOf(path: string): readonly FlowText[] {
  const files = readdirSync(path).filter((file) => file.endsWith('.yaml') && !file.startsWith('.'));
  return files.toSorted().map((file) => ({ file, text: readFileSync(join(path, file), 'utf8') }));
}

/** The flows of a folder, or what keeps them from running; which tools there are shows when they are called. */
export function readFolder(
  path: string,
): { readonly ok: true; readonly folder: FlowsFolder } | { readonly ok: false; readonly problems: readonly string[] } {
  if (!existsSync(path)) return { ok: false, problems: ['there is no such folder'] };
  const texts = textsOf(path);
  const read = readFlows(texts, null);
  return read.ok ? { ok: true, folder: { path, texts, flows: read.flows } } : read;
}
