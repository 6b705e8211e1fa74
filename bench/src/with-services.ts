import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Runs this program again with Kafka and Redis up, and stops what was started for it; resolves to the exit code. */
export function againWithServices(args: readonly string[]): Promise<number> {
  const [node, flags] = [process.execPath, process.execArgv];
  const again = [node, ...flags, join(root, 'bench/src/main.ts'), ...args];
  const services = [join(root, 'tools/services/main.ts'), 'run', '--only', 'kafka,redis', '--', ...again];
  const child = spawn(node, [...flags, ...services], { stdio: 'inherit' });
  // A terminal signals the whole group; what comes to this process alone is passed on. Either way the child's end is ours.
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.once('SIGTERM', pass);
  process.on('SIGINT', () => undefined);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
