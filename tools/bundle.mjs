/**
 * Bundles one app into dist/apps/NAME/main.mjs, which plain Node 24 runs from any folder: `node tools/bundle.mjs apps/ingress`
 * (a second argument names another folder to write to). Beside it go the packages that cannot be bundled, in
 * `node_modules`, and static files that the app serves or reads (its `assets` folder).
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { root } from './node24.mjs';

const [app, folder] = process.argv.slice(2);
if (!app || !existsSync(join(root, app, 'src/main.ts'))) {
  process.stderr.write('usage: node tools/bundle.mjs apps/NAME [FOLDER]\n');
  process.exit(2);
}

/** Native addons: they cannot be bundled. */
const addons = ['snappy', 'lz4-napi'];

const out = folder ? resolve(folder) : join(root, 'dist', app);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

// CommonJS dependencies inside an ES module bundle look for these; private names keep them from meeting the code's own.
const commonJsNames = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { fileURLToPath as __fileURLToPath } from 'node:url';",
  "import { dirname as __dirnameOf } from 'node:path';",
  'const require = __createRequire(import.meta.url);',
  'const __filename = __fileURLToPath(import.meta.url);',
  'const __dirname = __dirnameOf(__filename);',
].join('\n');

const { metafile } = await build({
  entryPoints: [join(root, app, 'src/main.ts')],
  outfile: join(out, 'main.mjs'),
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  sourcemap: 'linked',
  banner: { js: commonJsNames },
  // `pg` asks for `pg-native` only where somebody wants it.
  external: [...addons, 'pg-native'],
  metafile: true,
  logLevel: 'warning',
});

const imported = new Set(Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path)));
for (const addon of addons.filter((name) => imported.has(name))) placeAddon(addon);

/** An addon's code is in a package of its own for each platform; npm installed the one of this machine. */
function placeAddon(name) {
  const packageFolder = (of) => join('node_modules', of);
  const { optionalDependencies = {} } = JSON.parse(
    readFileSync(join(root, packageFolder(name), 'package.json'), 'utf8'),
  );
  const binaries = Object.keys(optionalDependencies).filter((of) => existsSync(join(root, packageFolder(of))));
  if (binaries.length === 0) throw new Error(`${name} has no binary for this platform: run \`npm install\` again.`);
  for (const of of [name, ...binaries])
    cpSync(join(root, packageFolder(of)), join(out, packageFolder(of)), { recursive: true });
}

const assets = join(root, app, 'assets');
if (existsSync(assets)) cpSync(assets, join(out, 'assets'), { recursive: true });

/** What an app reads that lies elsewhere in the repository, by its name among the assets. */
const dialogues = { flows: 'flows', intents: 'libs/runtime/intent/trained' };
const shipped = { 'apps/orchestrator': dialogues, 'apps/fleet': dialogues };
for (const [name, path] of Object.entries(shipped[app.replace(/\/$/, '')] ?? {}))
  cpSync(join(root, path), join(out, 'assets', name), { recursive: true });
