import { posix } from 'node:path';
import { filesBelow, inTemporaryFolder } from './files.ts';
import { root, runScript } from './run-script.ts';

/** Folders whose .proto files get types; what they import from elsewhere gets them too. */
const sources = ['protos', 'third_party'] as const;

/**
 * TypeScript modules, by path, for every message, enum and service, plus one per package that exports all of that
 * package: `turnfleet.pricing.v1.ts`. The loader options are those of libs/contract/src/grpc/package-definition.ts.
 */
export function typeModules(): Map<string, string> {
  const made = inTemporaryFolder((folder) => {
    runScript('node_modules/@grpc/proto-loader/build/bin/proto-loader-gen-types.js', [
      ...['--includeDirs', ...sources], // an option with values of its own: another option must follow
      ...['--keepCase', '--longs=String', '--enums=String', '--defaults', '--oneofs', '--includeComments'],
      ...['--grpcLib=@grpc/grpc-js', '--importFileExtension=.ts', `--outDir=${folder}`],
      ...protoFiles(),
    ]);
    return filesBelow(folder);
  });
  // The types of a whole loaded package lie at the top. Nothing uses them, and they pull in all of descriptor.proto.
  const modules = reachable(made, (path) => path.includes('/') && !path.startsWith('google/protobuf/'));
  return new Map([...modules, ...packageModules(modules)]);
}

function protoFiles(): string[] {
  return sources.flatMap((source) =>
    [...filesBelow(posix.join(root, source)).keys()].filter((path) => path.endsWith('.proto')),
  );
}

/** The modules that `isRoot` names and everything they import. */
function reachable(modules: ReadonlyMap<string, string>, isRoot: (path: string) => boolean): Map<string, string> {
  const kept = new Set<string>();
  const waiting = [...modules.keys()].filter(isRoot);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (kept.has(path)) continue;
    kept.add(path);
    for (const [, target = ''] of (modules.get(path) ?? '').matchAll(/ from '(\.[^']+)'/g)) {
      waiting.push(posix.join(posix.dirname(path), target));
    }
  }
  return new Map([...modules].filter(([path]) => kept.has(path)));
}

function packageModules(modules: ReadonlyMap<string, string>): Map<string, string> {
  const lines = new Map<string, string>();
  for (const path of modules.keys()) {
    const name = `${posix.dirname(path).replaceAll('/', '.')}.ts`;
    lines.set(name, `${lines.get(name) ?? ''}export type * from './${path}';\n`);
  }
  return lines;
}
