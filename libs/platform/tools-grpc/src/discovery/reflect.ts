import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { type FileDescriptorProto, FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { type Client, type ClientDuplexStream, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { type reflection, serviceDefinition } from '@turnfleet/contract/grpc';
import { TurnfleetError } from '@turnfleet/core';

type Ask = reflection.ServerReflectionRequest;
type Stream = ClientDuplexStream<Ask, reflection.ServerReflectionResponse__Output>;

/** More than any service of ours has; whoever sends more is not believed. */
const mostFiles = 500;
const mostBytes = 4 * 1024 * 1024;

/**
 * What a server says of its services by reflection, v1 or the older v1alpha: a google.protobuf.FileDescriptorSet with all
 * that they import, each file after those it imports. `at`: until when it may take, Unix milliseconds.
 */
export async function reflect(client: Client, services: readonly string[], at: number): Promise<Uint8Array> {
  try {
    return await reflectBy('grpc.reflection.v1.ServerReflection', client, services, at);
  } catch (error) {
    if ((error as Partial<ServiceError>).code !== status.UNIMPLEMENTED) throw error;
    return reflectBy('grpc.reflection.v1alpha.ServerReflection', client, services, at);
  }
}

async function reflectBy(
  name: 'grpc.reflection.v1.ServerReflection' | 'grpc.reflection.v1alpha.ServerReflection',
  client: Client,
  services: readonly string[],
  at: number,
): Promise<Uint8Array> {
  const { path, requestSerialize, responseDeserialize } = serviceDefinition(name).ServerReflectionInfo;
  const stream: Stream = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, new Metadata(), {
    deadline: at,
  });
  const ask = asking(stream);
  const files = new Map<string, FileDescriptorProto>();
  let bytes = 0;
  try {
    const wanted: Ask[] = services.map((service) => ({ file_containing_symbol: service }));
    for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) {
      if (next.file_by_filename !== undefined && files.has(next.file_by_filename)) continue;
      for (const file of await ask(next)) {
        bytes += file.length;
        const read = fromBinary(FileDescriptorProtoSchema, file);
        files.set(read.name, read);
      }
      if (files.size > mostFiles || bytes > mostBytes) throw new TurnfleetError('invalid_request', tooMuch);
      if (wanted.length > 0) continue;
      const missing = [...files.values()].flatMap(({ dependency }) => dependency).filter((one) => !files.has(one));
      wanted.push(...[...new Set(missing)].map((name) => ({ file_by_filename: name })));
    }
  } finally {
    stream.end();
    stream.cancel();
  }
  return toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: inOrder(files) }));
}

const tooMuch = `Its reflection has more than ${mostFiles} files or ${mostBytes} bytes.`;

/** Asks one thing after another on a stream. */
function asking(stream: Stream): (request: Ask) => Promise<readonly Uint8Array[]> {
  let settle: { readonly resolve: (files: readonly Uint8Array[]) => void; readonly reject: (error: Error) => void };
  let failed: Error | undefined;
  const fail = (error: Error): void => {
    failed ??= error;
    settle?.reject(error);
  };
  stream.on('error', fail);
  stream.on('end', () => fail(new TurnfleetError('tool_failed', 'Its reflection ended without an answer.')));
  stream.on('data', (answer: reflection.ServerReflectionResponse__Output) => {
    const { file_descriptor_response: found, error_response: error } = answer;
    if (found) settle?.resolve(found.file_descriptor_proto);
    else
      settle?.reject(
        new TurnfleetError('not_found', error?.error_message ?? 'Its reflection does not know the service.'),
      );
  });
  return (request) =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject };
      if (failed === undefined) stream.write(request);
      else reject(failed);
    });
}

/** Each file after those that it imports. */
function inOrder(files: ReadonlyMap<string, FileDescriptorProto>): FileDescriptorProto[] {
  const ordered = new Set<FileDescriptorProto>();
  const add = (name: string, above: readonly string[]): void => {
    const file = files.get(name);
    if (!file || ordered.has(file) || above.includes(name)) return;
    for (const imported of file.dependency) add(imported, [...above, name]);
    ordered.add(file);
  };
  for (const name of files.keys()) add(name, []);
  return [...ordered];
}
