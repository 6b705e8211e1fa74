import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ISecret } from 'kubernetes-models/v1/Secret';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from './manifests.ts';

const run = promisify(execFile);

const k8s = join(import.meta.dirname, '..');

/** Programs that render a kustomization, the first that works is taken. The last needs Go, and the network once. */
const candidates = [
  ['kubectl', 'kustomize'],
  ['kustomize', 'build'],
  ['go', 'run', 'sigs.k8s.io/kustomize/kustomize/v5@v5.7.1', 'build'],
] as const;

type Renderer = (folder: string) => Promise<Manifest[]>;

/** Renders folders below `k8s/`; null if this machine has no program that can. */
export async function findRenderer(): Promise<Renderer | null> {
  for (const command of candidates) {
    const works = await rendered(command, 'components/restricted').then(
      () => true,
      () => false,
    );
    if (works) return (folder) => rendered(command, folder);
  }
  return null;
}

async function rendered([program, ...options]: readonly [string, ...string[]], folder: string): Promise<Manifest[]> {
  const { stdout } = await run(program, [...options, join(k8s, folder)], { maxBuffer: 64 * 1024 * 1024 });
  return parseManifests(stdout);
}

export function parseManifests(yaml: string): Manifest[] {
  // What they really hold is for `schemaProblems` and `typeProblems` to say.
  const manifests = parseAllDocuments(yaml).flatMap((document) => (document.toJS() as Manifest | null) ?? []);
  return manifests.map((manifest) => (manifest.kind === 'Secret' ? unwrapped(manifest) : manifest));
}

/** kustomize breaks long base64 text into lines; Kubernetes takes that, the schemas do not. */
function unwrapped(secret: ISecret): ISecret {
  if (!secret.data) return secret;
  const data = Object.entries(secret.data).map(([key, text]) => [key, text.replaceAll('\n', '')] as const);
  return { ...secret, data: Object.fromEntries(data) };
}
