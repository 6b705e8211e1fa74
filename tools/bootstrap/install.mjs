import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingNode24, root, run } from '../node24.mjs';

const stamp = join(root, 'node_modules/.turnfleet-install');
const lock = join(root, 'package-lock.json');
const hash = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/**
 * Installs the dependencies if this checkout has none or its lock file changed; ends the process with 1 if that fails.
 * Needs nothing but Node 20 and npm, because it runs before anything is installed.
 */
export async function ensureInstalled() {
  const wanted = hash(lock);
  const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (installed !== wanted)
    await install(wanted, installed === '' ? 'for the first time' : 'because the lock file changed');
  const problem = missingNode24();
  if (problem) fail(problem);
}

async function install(wanted, why) {
  const progress = process.stderr.isTTY ? ['--progress=true'] : [];
  process.stderr.write(`Installing dependencies ${why} (about 0.8 GB, about a minute) …\n`);
  const started = Date.now();
  const original = readFileSync(lock);
  // An install that is interrupted leaves neither what was there nor what is wanted.
  rmSync(stamp, { force: true });
  // Older versions of npm run its install script, which fetches what the encoder has no use for.
  process.env['ONNXRUNTIME_NODE_INSTALL'] ??= 'skip';
  const code = await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...progress], {
    stdio: ['ignore', 2, 2],
    bundledNodeFirst: false,
  });
  if (code !== 0) fail(`npm install failed with exit code ${code}; its own message is above. Nothing was started.`);
  if (hash(lock) !== wanted) keepLock(original);
  writeFileSync(stamp, wanted);
  process.stderr.write(`Installed in ${Math.round((Date.now() - started) / 1000)} s.\n`);
}

/** Other versions of npm may write the lock file in their own way; what is committed stays as it is. */
function keepLock(original) {
  writeFileSync(lock, original);
  process.stderr.write('This npm rewrote package-lock.json; it was put back as it was committed.\n');
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
