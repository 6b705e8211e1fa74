import { createHash } from 'node:crypto';
import { type DescFile, type FileRegistry, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';

/** The files and all they import, each once and after those it imports. */
export function withImports(files: Iterable<DescFile>): readonly DescFile[] {
  const all = new Set<DescFile>();
  const add = (file: DescFile): void => {
    if (all.has(file)) return;
    file.dependencies.forEach(add);
    all.add(file);
  };
  for (const file of files) add(file);
  return [...all];
}

/**
 * Names what services say: equal for equal descriptors, comments and options included, which are what models are told.
 * 12 hexadecimal digits; services that are not there add nothing.
 */
export function descriptorVersion(services: readonly string[], registry: FileRegistry): string {
  const files = withImports(services.flatMap((name) => registry.getService(name)?.file ?? []));
  const hash = createHash('sha256');
  for (const file of [...files].sort((one, other) => (one.name < other.name ? -1 : 1))) {
    hash.update(toBinary(FileDescriptorProtoSchema, file.proto));
  }
  return hash.digest('hex').slice(0, 12);
}
