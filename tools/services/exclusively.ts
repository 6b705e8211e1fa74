import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasCode } from './has-code.ts';
import { identityOf } from './identity.ts';

/** Runs `work` while no other process does so under this file. A lock whose holder died is taken over. */
export async function exclusively<T>(file: string, work: () => Promise<T>): Promise<T> {
  take(file);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, `${process.pid} ${identityOf(process.pid)}\n`);
  try {
    if (link(mine, file)) return;
    const [pid, ...identity] = readFileSync(file, 'utf8').trim().split(' ');
    if (identityOf(Number(pid)) === identity.join(' ')) {
      throw new Error(`another "services up" or "down" is at work here (process ${pid}); try again when it is done`);
    }
    rmSync(file, { force: true });
    if (!link(mine, file)) throw new Error('another "services up" or "down" has just begun here; try again');
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Unlike writing the file in place, never shows it empty to another process. */
function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}
