import { setTimeout as pause } from 'node:timers/promises';
import { isRunning } from './identity.ts';
import { type Background, background, endProcess } from './process.ts';
import type { ServerSet } from './server-set.ts';
import { type Check, probeMs, type ServiceName, type StartedServer } from './service.ts';

interface ServerPlan {
  readonly service: ServiceName;
  readonly url: string;
  readonly folder: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly check: Check;
}

/** A server for faults: it can be killed, frozen, and started again at its address, on its data. */
export interface RestartableServer {
  readonly url: string;
  readonly running: boolean;
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** Resolves when it is gone. */
  kill(): Promise<void>;
  /** As its operator would; by force after half a minute. */
  end(): Promise<void>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
}

const readyWithinMs = 120_000;
const graceMs = 30_000;

/** What runs is in `set`, so that it is stopped even if this process is killed. */
export function restartable(plan: ServerPlan, set: ServerSet): RestartableServer {
  let current: Background | undefined;
  const server = (of: Background): StartedServer => ({
    service: plan.service,
    url: plan.url,
    folder: plan.folder,
    running: { as: 'process', ...of.process },
  });

  // Whatever ends this process: its data is removed by the next run.
  process.once('exit', () => {
    if (current && isRunning(current.process)) process.kill(current.process.pid, 'SIGKILL');
  });
  return {
    url: plan.url,
    get running() {
      return current !== undefined && isRunning(current.process);
    },
    async start() {
      current = await background(plan.command, plan.args, { cwd: plan.folder, logFile: plan.logFile });
      set.put(server(current));
      const patience = AbortSignal.timeout(readyWithinMs);
      for (;;) {
        const answer = await plan.check(plan.url, probeMs);
        const ending = await current?.ending();
        if (ending !== undefined) throw new Error(`${plan.service} at ${plan.url}: ${ending}`);
        if (answer.ok) return;
        if (patience.aborted) throw new Error(`${plan.service} at ${plan.url} is not ready: ${answer.reason}`);
        await pause(100);
      }
    },
    kill: async () => {
      if (current && isRunning(current.process)) process.kill(current.process.pid, 'SIGKILL');
      while (current && isRunning(current.process)) await pause(10);
      current = undefined;
    },
    end: async () => {
      if (current) await endProcess(current.process, 'SIGTERM', graceMs);
      current = undefined;
    },
    signal: (signal) => {
      if (current && isRunning(current.process)) process.kill(current.process.pid, signal);
    },
  };
}
