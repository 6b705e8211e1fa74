import process from 'node:process';

// Loaded into an app before anything else: tells the longest run of its event loop, in CPU time of its thread, so that a
// busy machine makes it no longer. A timer of a millisecond ends each turn of the loop.
let longestMs = 0;
let told = 0;
let last = cpuMs();

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

setInterval(() => {
  const now = cpuMs();
  longestMs = Math.max(longestMs, now - last);
  last = now;
}, 1).unref();

/** Says what it was since it was asked before. */
process.on('SIGUSR2', () => {
  process.stdout.write(`longest run ${told++}: ${longestMs} ms\n`);
  longestMs = 0;
});
