import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const needed = ['apps', 'libs', 'faults', 'package.json'];

/** A copy of the sources to plant bugs in. */
export interface SourceCopy extends AsyncDisposable {
  readonly folder: string;
  /** Plants a patch's bug. Rejects if the patch does not fit the sources any more. */
  plant(patch: string): Promise<void>;
  /** Takes it out again. */
  remove(patch: string): Promise<void>;
}

/** Copies what git knows or would know of the sources to a temporary folder, which goes at the end. */
export async function copySources(root: string): Promise<SourceCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'turnfleet-mutants-'));
  const listed = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...needed], {
    cwd: root,
    maxBuffer: 1 << 26,
  });
  const files = listed.stdout.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
  for (const parent of new Set(files.map((file) => dirname(file))))
    await mkdir(join(folder, parent), { recursive: true });
  await Promise.all(files.map((file) => cp(join(root, file), join(folder, file))));
  const packages = files.filter((file) => basename(file) === 'package.json').map((file) => dirname(file));
  await linkPackages(root, folder, packages);
  const apply = async (...given: readonly string[]): Promise<void> => {
    await run('git', ['apply', '--whitespace=nowarn', ...given], { cwd: folder });
  };
  return {
    folder,
    plant: (patch) => apply(patch),
    remove: (patch) => apply('--reverse', patch),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Others' packages are shared; our own have to be the copies, each under the name that it has. */
async function linkPackages(root: string, folder: string, packages: readonly string[]): Promise<void> {
  const modules = join(root, 'node_modules');
  await mkdir(join(folder, 'node_modules/@turnfleet'), { recursive: true });
  const others = (await readdir(modules)).filter((name) => name !== '@turnfleet' && !name.startsWith('.'));
  await Promise.all(others.map((name) => symlink(join(modules, name), join(folder, 'node_modules', name))));
  for (const path of packages) {
    const { name } = JSON.parse(await readFile(join(folder, path, 'package.json'), 'utf8')) as { name: string };
    if (name.startsWith('@turnfleet/')) await symlink(join(folder, path), join(folder, 'node_modules', name));
  }
}
