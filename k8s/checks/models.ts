import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Manifest, titleOf } from './manifests.ts';

const root = join(import.meta.dirname, '../..');

interface Model {
  validate(): void;
}

/** Objects that the schemas of Kubernetes and KEDA refuse: missing fields and wrong values. Unknown fields pass. */
export async function schemaProblems(manifests: readonly Manifest[]): Promise<string[]> {
  const found = await Promise.all(manifests.map(schemaProblem));
  return found.filter((problem) => problem !== undefined);
}

async function schemaProblem(manifest: Manifest): Promise<string | undefined> {
  try {
    const module = (await import(moduleOf(manifest))) as Record<string, new (data: Manifest) => Model>;
    const ModelOfKind = module[manifest.kind];
    if (!ModelOfKind) return `${titleOf(manifest)}: there is no model of this kind`;
    new ModelOfKind(manifest).validate();
    return undefined;
  } catch (error) {
    return `${titleOf(manifest)}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * Objects that are no literals of their type: unknown fields, and again wrong ones. Each becomes a file of its own in a
 * temporary folder, and the compiler reads them all.
 */
export async function typeProblems(manifests: readonly Manifest[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'turnfleet-k8s-'));
  try {
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    const files = manifests.map((_, i) => `${i}.ts`);
    await Promise.all(manifests.map((manifest, i) => writeFile(join(folder, `${i}.ts`), literalOf(manifest))));
    const output = await compile(folder, files);
    return output.split('\n').flatMap((line) => problemOf(line, manifests) ?? []);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function literalOf(manifest: Manifest): string {
  const type = `I${manifest.kind}`;
  const literal = JSON.stringify(manifest, undefined, 2);
  return `import type { ${type} } from '${moduleOf(manifest)}';\nexport const object: ${type} = ${literal};\n`;
}

const moduleOf = ({ apiVersion, kind }: Manifest): string =>
  `${apiVersion.startsWith('keda.sh/') ? '@kubernetes-models/keda' : 'kubernetes-models'}/${apiVersion}/${kind}`;

function compile(folder: string, files: readonly string[]): Promise<string> {
  const compiler = join(root, 'node_modules/typescript-7/bin/tsc');
  const options = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--pretty',
    'false',
    '--module',
    'nodenext',
    '--types',
    '',
  ];
  // It exits non-zero because it finds something; what it printed is the result.
  return new Promise((resolve) => {
    execFile(process.execPath, [compiler, ...options, ...files], { cwd: folder }, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

/** `12.ts(40,7): error TS2353: …`; lines that go on with an error begin with a space. */
function problemOf(line: string, manifests: readonly Manifest[]): string | undefined {
  if (line.trim() === '' || line.startsWith(' ')) return undefined;
  const [, index, text] = /^(\d+)\.ts\([\d,]+\): error (.*)$/.exec(line) ?? [];
  const manifest = manifests[Number(index)];
  return manifest ? `${titleOf(manifest)}: ${text}` : line;
}
