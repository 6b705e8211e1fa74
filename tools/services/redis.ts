import { join } from 'node:path';
import { inNewFolder } from './folder.ts';
import type { Toolbox } from './packages.ts';
import { freePort } from './port.ts';
import { background } from './process.ts';
import type { Source } from './service.ts';

/** The distribution's redis-server, as durable as production's: what was written survives a restart, bar a second. */
export function nativeRedis(toolbox: Toolbox): Source {
  return {
    from: 'native',
    launch: async ({ log }) => {
      const program = await toolbox.path('redis-server');
      return inNewFolder('redis', async (folder) => {
        const port = await freePort();
        log(`starting redis-server on port ${port} …`);
        const { process, ending } = await background(program, redisArguments(port, folder), {
          cwd: folder,
          logFile: join(folder, 'redis.log'),
        });
        const url = `redis://127.0.0.1:${port}`;
        return { server: { service: 'redis', url, folder, running: { as: 'process', ...process } }, ending };
      });
    },
  };
}

/** A node whose death the others notice within some seconds, as a machine may be busy, and that goes on while the slots of others are away. */
export function clusterArguments(busPort: number): readonly string[] {
  const settings = {
    'cluster-enabled': 'yes',
    'cluster-port': String(busPort),
    'cluster-node-timeout': '5000',
    'cluster-require-full-coverage': 'no',
  };
  return argumentsFrom(settings);
}

/** `noeviction`: an evicted key would look like a conversation that never was. */
export function redisArguments(port: number, folder: string): readonly string[] {
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'yes',
    appendfsync: 'everysec',
    'maxmemory-policy': 'noeviction',
  };
  return argumentsFrom(settings);
}

const argumentsFrom = (settings: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
