/**
 * Makes what is derived from protos/: `npm run protos`, or `npm run protos -- --check` to learn whether what is committed
 * is current. Lints first.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { descriptorModule } from './descriptors.ts';
import { differences, filesBelow } from './files.ts';
import { buf, root } from './run-script.ts';
import { typeModules } from './types.ts';

const target = 'libs/contract/src/generated';

function generate(): Map<string, string> {
  return new Map([...typeModules(), ['descriptor-set.ts', descriptorModule()]]);
}

function write(files: ReadonlyMap<string, string>): void {
  rmSync(join(root, target), { recursive: true, force: true });
  for (const [path, text] of files) {
    const file = join(root, target, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function main(options: readonly string[]): number {
  const unknown = options.filter((option) => option !== '--check');
  if (unknown.length > 0) {
    console.error(`Unknown option: ${unknown.join(' ')}\nUsage: npm run protos [-- --check]`);
    return 2;
  }
  buf(['lint']);
  const files = generate();
  if (!options.includes('--check')) {
    write(files);
    console.log(`${files.size} files written to ${target}.`);
    return 0;
  }
  const stale = differences(filesBelow(join(root, target)), files);
  if (stale.length === 0) {
    console.log(`${target} is current.`);
    return 0;
  }
  console.error(`${target} is not what protos/ says:\n${stale.map((line) => `  ${line}`).join('\n')}`);
  console.error('Run `npm run protos` and commit the result.');
  return 1;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
