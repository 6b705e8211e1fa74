import { existsSync, globSync } from 'node:fs';
import { findExecutable, runCommand, searchPath } from './command.ts';

/** What native servers and specs are run with, and the distribution's package that brings it. */
const packages = {
  'redis-server': 'redis-server',
  initdb: 'postgresql',
  java: 'default-jre-headless',
  mvn: 'maven',
  kcat: 'kcat',
  chromium: 'chromium',
} as const;

export type Tool = keyof typeof packages;
export const tools = Object.keys(packages) as readonly Tool[];

/** Finds the programs of native servers and, where that is allowed, installs what is missing – one install at a time. */
export interface Toolbox {
  /** The path of a program; throws an Error that says what to do if it is not there. */
  path(tool: Tool): Promise<string>;
}

interface ToolboxOptions {
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly mayInstall: boolean;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

export function createToolbox(options: ToolboxOptions): Toolbox {
  let installing: Promise<void> = Promise.resolve();
  return {
    path: async (tool) => {
      const found = findTool(tool, options.environment);
      if (found) return found;
      if (!options.mayInstall) throw new Error(`${tool} is not installed here. ${advice([tool])}`);
      const turn = installing.then(() => (findTool(tool, options.environment) ? undefined : install([tool], options)));
      installing = turn.catch(() => {}); // whoever asked for it hears of it; the next install still gets its turn
      await turn;
      const installed = findTool(tool, options.environment);
      if (installed) return installed;
      throw new Error(`${tool} is still missing after its package ${packages[tool]} was installed`);
    },
  };
}

export function findTool(tool: Tool, environment: Readonly<NodeJS.ProcessEnv>): string | undefined {
  // Debian and its kin keep the programs of PostgreSQL off the PATH, a folder for each version.
  const versions = tool === 'initdb' ? globSync('/usr/lib/postgresql/*/bin').sort(byVersion).reverse() : [];
  return findExecutable(tool, [...searchPath(environment), ...versions]);
}

export async function install(missing: readonly Tool[], options: Omit<ToolboxOptions, 'mayInstall'>): Promise<void> {
  if (!existsSync('/usr/bin/apt-get')) throw new Error(`there is no apt-get here. ${advice(missing)}`);
  const names = missing.map((tool) => packages[tool]);
  options.log(`installing ${names.join(' ')} with apt-get …`);
  const apt = async (...args: string[]) => {
    const [command, ...rest] = [...privilege(), 'apt-get', ...args];
    const result = await runCommand(command ?? '', rest, {
      signal: options.signal,
      environment: { ...options.environment, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (result.code !== 0)
      throw new Error(`apt-get ${args[0]} failed:\n    ${lastLines(result.output)}\n${advice(missing)}`);
  };
  await apt('update', '-qq');
  await apt('install', '-y', '-qq', '--no-install-recommends', ...names);
  options.log(`installed ${names.join(' ')}`);
}

function advice(missing: readonly Tool[]): string {
  const names = missing.map((tool) => packages[tool]).join(' ');
  if (!existsSync('/usr/bin/apt-get')) return `Install it with your package manager (Debian's name for it: ${names}).`;
  const command = [...privilege(), 'apt-get', 'install', '-y', names].join(' ').replace('sudo -n', 'sudo');
  return `To install it: ${command} (or: npm run services -- install)`;
}

function privilege(): readonly string[] {
  return process.getuid?.() === 0 ? [] : ['sudo', '-n'];
}

function lastLines(output: string): string {
  return output.split('\n').slice(-5).join('\n    ');
}

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
