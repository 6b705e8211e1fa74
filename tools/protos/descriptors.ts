import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { type FileDescriptorProto, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { inTemporaryFolder } from './files.ts';
import { buf } from './run-script.ts';

/**
 * A module that holds the descriptor set of all our protos, options and comments included. Text rather than a file
 * beside the code, so that it is there in a bundle too.
 */
export function descriptorModule(): string {
  const set = inTemporaryFolder((folder) => {
    const file = join(folder, 'set.binpb');
    buf(['build', '--output', file]);
    return fromBinary(FileDescriptorSetSchema, readFileSync(file));
  });
  set.file.forEach(keepOnlyComments);
  const text = Buffer.from(toBinary(FileDescriptorSetSchema, set)).toString('base64');
  return `/** google.protobuf.FileDescriptorSet in base64. Made by \`npm run protos\`. */\nexport const descriptorSetBase64 =\n  '${text}';\n`;
}

/** Comments of our own files are the descriptions of tools; positions and other people's comments are only weight. */
function keepOnlyComments(file: FileDescriptorProto): void {
  if (!file.sourceCodeInfo) return;
  if (!file.name.startsWith('turnfleet/')) {
    file.sourceCodeInfo = undefined;
    return;
  }
  file.sourceCodeInfo.location = file.sourceCodeInfo.location.filter((location) => location.leadingComments !== '');
}
