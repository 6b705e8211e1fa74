import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process, told from every later one with the same number. */
export interface ProcessId {
  readonly pid: number;
  readonly identity: string;
}

/**
 * What tells this process from a later one with the same number: the boot it belongs to and its start time.
 * Undefined if there is none; a zombie counts as none.
 */
export function identityOf(pid: number): string | undefined {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

export function isRunning(process: ProcessId): boolean {
  return identityOf(process.pid) === process.identity;
}

function fromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): the name in brackets may hold anything; after it come the state (field 3) … and the start time (22).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch {
    return undefined; // no such process
  }
}

function fromPs(pid: number): string | undefined {
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return started === '' ? undefined : started;
  } catch {
    return undefined; // ps exits 1 when there is no such process
  }
}
