import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from './command.ts';
import { inNewFolder } from './folder.ts';
import type { Toolbox } from './packages.ts';
import { freePort } from './port.ts';
import { background } from './process.ts';
import type { Source } from './service.ts';

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** The distribution's PostgreSQL on a fresh cluster, with a password: a superuser of it may run programs as its owner. */
export function nativePostgres(toolbox: Toolbox): Source {
  return {
    from: 'native',
    launch: async ({ log, signal }) => {
      const initdb = await toolbox.path('initdb');
      const user = await unprivilegedUser();
      const start = async (folder: string) => {
        const data = join(folder, 'data');
        const password = randomBytes(12).toString('hex');
        log('making a PostgreSQL cluster …');
        const passwordFile = join(folder, 'password');
        await writeFile(passwordFile, `${password}\n`, { mode: 0o644 }); // the folder is its owner's alone
        const made = await runCommand(initdb, initArguments(data, passwordFile), { cwd: folder, user, signal });
        if (made.code !== 0) throw new Error(`initdb failed:\n    ${made.output.split('\n').slice(-5).join('\n    ')}`);
        const port = await freePort();
        log(`starting postgres on port ${port} …`);
        const program = join(dirname(initdb), 'postgres');
        const { process, ending } = await background(program, serverArguments(data, port), {
          cwd: folder,
          logFile: join(folder, 'postgres.log'),
          user,
        });
        const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
        return {
          server: { service: 'postgres' as const, url, folder, running: { as: 'process' as const, ...process } },
          ending,
        };
      };
      return inNewFolder('postgres', start, user);
    },
  };
}

/** PostgreSQL refuses to run as root; its package brings a user for it. */
async function unprivilegedUser(): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (what) => Number((await runCommand('id', [what, 'postgres'])).output)),
  );
  if (!uid || !gid) {
    throw new Error('PostgreSQL does not run as root, and there is no user "postgres": run this as another user');
  }
  return { uid, gid };
}

function initArguments(data: string, passwordFile: string): readonly string[] {
  const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
  return [
    `--pgdata=${data}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    `--locale=${locale}`,
    '--no-sync',
  ];
}

/** Nothing here outlives the machine, so nothing waits for the disk; it still survives being killed. */
function serverArguments(data: string, port: number): readonly string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '64MB',
    fsync: 'off',
    full_page_writes: 'off',
  };
  return ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
