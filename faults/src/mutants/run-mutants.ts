import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify, types } from 'node:util';
import type { Out } from '../checker/check-file.ts';
import type { HuntOrder, HuntResult } from './hunt.ts';
import { type Mutant, readMutants } from './mutant.ts';
import { copySources, type SourceCopy } from './source-copy.ts';

const run = promisify(execFile);
/** Seeds tried after the known one, and in one process. */
const [seedsAtMost, seedsAtOnce] = [200, 20];
/** For one process: a bug may keep a run from ending. */
const patienceMs = 300_000;

export type Found =
  | { readonly kind: 'found'; readonly mutant: Mutant; readonly hunt: HuntResult }
  | { readonly kind: 'missed'; readonly mutant: Mutant; readonly why: string };

export interface MutantsOptions {
  /** Of the repository. */
  readonly root: string;
  /** Parts of names; none: all. */
  readonly wanted: readonly string[];
  /** Ends the hunts under way. */
  readonly signal: AbortSignal;
}

/**
 * Plants every bug in a copy of the sources and looks for a run in which the checker shows it; two lines each, the last
 * line is one JSON object. Gives the exit code: 1 if a bug was not found.
 */
export async function runMutants({ root, wanted, signal }: MutantsOptions, out: Out): Promise<0 | 1> {
  const all = await readMutants(root);
  const mutants = all.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
  const results: Found[] = [];
  const waiting = mutants.values();
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), mutants.length) }, async () => {
      await using copy = await copySources(root);
      for (const mutant of waiting) {
        if (signal.aborted) return;
        const found = await findIn(copy, mutant, signal);
        results.push(found);
        out.write(textOf(found));
      }
    }),
  );
  const missed = results.flatMap(({ kind, mutant }) => (kind === 'missed' ? [mutant.name] : []));
  const bugs = results.flatMap((found) => (found.kind === 'found' ? [summaryOf(found)] : []));
  out.write(`${bugs.length} of ${mutants.length} planted bugs were found.\n`);
  out.write(`${JSON.stringify({ mutants: mutants.length, found: bugs.length, missed, bugs })}\n`);
  return bugs.length === mutants.length && bugs.length > 0 ? 0 : 1;
}

type Success = Extract<Found, { kind: 'found' }>;

function summaryOf({ mutant, hunt }: Success) {
  return { name: mutant.name, foundBy: placeText(mutant, hunt), runs: hunt.runs, verdict: hunt.verdict?.code };
}

function placeText({ ground }: Mutant, { place }: HuntResult): string {
  if (ground.under === 'strikes') return `${place}`;
  return ground.store === 'redis' ? `seed ${place} on redis` : `seed ${place}`;
}

/**
 * Plants one bug and hunts for it, first where it is known to show, takes it out and looks that nothing shows there without
 * it: a place that shows the same proves nothing, and the hunt goes on elsewhere.
 */
export async function findIn(copy: SourceCopy, mutant: Mutant, signal: AbortSignal): Promise<Found> {
  const others = new Set<string>();
  let runs = 0;
  for (const order of ordersOf(mutant)) {
    const { hunt, without } = await hunted(copy, mutant.patch, order, signal);
    if (typeof hunt === 'string') return { kind: 'missed', mutant, why: hunt };
    runs += hunt.runs;
    for (const code of hunt.others) others.add(code);
    if (without?.place === null) return { kind: 'found', mutant, hunt: { ...hunt, runs } };
    if (without) others.add(`the same without the bug under ${without.place}`);
  }
  return { kind: 'missed', mutant, why: `${runs} runs show ${[...others].join(', ') || 'nothing'}` };
}

/** The known place, then what else there is, in pieces: a bug may keep a run from ending, and others show in the others. */
function ordersOf({ ground, shows }: Mutant): HuntOrder[] {
  if (ground.under === 'strikes')
    return [
      { under: 'strikes', shows, places: [ground.known] },
      { under: 'strikes', shows, places: [] },
    ];
  const { known, turns, store, only } = ground;
  const pieces = Array.from({ length: seedsAtMost / seedsAtOnce }, (_, piece) =>
    Array.from({ length: seedsAtOnce }, (__, i) => 1 + piece * seedsAtOnce + i),
  );
  return [[known], ...pieces].map((places) => ({
    under: 'seeds',
    shows,
    places,
    turns,
    store,
    ...(only && { only }),
  }));
}

/** What a hunt came to with the bug, in words if it came to nothing; and at the same place without it. */
async function hunted(copy: SourceCopy, patch: string, order: HuntOrder, signal: AbortSignal) {
  try {
    await copy.plant(patch);
  } catch (error) {
    return { hunt: `the patch does not fit the sources any more: ${saidBy(error)}` };
  }
  try {
    const hunt = await huntIn(copy, order, signal).finally(() => copy.remove(patch));
    return hunt.place === null ? { hunt } : { hunt, without: await huntIn(copy, at(order, hunt.place), signal) };
  } catch (error) {
    return { hunt: `its run ended by itself: ${saidBy(error)}` };
  }
}

function at(order: HuntOrder, place: string): HuntOrder {
  return order.under === 'seeds' ? { ...order, places: [Number(place)] } : { ...order, places: [place] };
}

async function huntIn({ folder }: SourceCopy, order: HuntOrder, signal: AbortSignal): Promise<HuntResult> {
  const { stdout } = await run(process.execPath, ['faults/src/mutants/hunt.ts', JSON.stringify(order)], {
    cwd: folder,
    timeout: patienceMs,
    signal,
    maxBuffer: 1 << 26,
  });
  // The hunt is ours, of this very version.
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as HuntResult;
}

/** The last lines of what a command that failed wrote, else of the error. */
function saidBy(error: unknown): string {
  const stderr = types.isNativeError(error) && 'stderr' in error ? String(error.stderr) : '';
  return (stderr.trim() || String(error)).split('\n').slice(-3).join(' ').slice(-400);
}

function textOf(found: Found): string {
  const { name, bug } = found.mutant;
  if (found.kind === 'missed') return `${name}: NOT FOUND: ${bug}\n  ${found.why}\n`;
  const { runs, verdict } = found.hunt;
  const times = runs === 1 ? '1 run' : `${runs} runs`;
  return `${name}: ${bug}\n  found by ${placeText(found.mutant, found.hunt)} after ${times}: ${verdict?.code}: ${verdict?.sentence}\n`;
}
