import { type DescFile, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { type Server, type ServerDuplexStream, status } from '@grpc/grpc-js';
import { type reflection, serviceDefinition, withImports } from '@turnfleet/contract/grpc';
import { fileRegistry } from './file-registry.ts';

type Request = reflection.ServerReflectionRequest__Output;
type Response = reflection.ServerReflectionResponse;
type Stream = ServerDuplexStream<Request, Response>;

/**
 * Server reflection (https://github.com/grpc/grpc/blob/master/doc/server-reflection.md) over the descriptors that tools
 * are derived from, options included. Not `@grpc/reflection`: it re-encodes with protobufjs, which drops the options.
 */
export class Reflection {
  readonly #services: readonly string[];
  readonly #open = new Set<Stream>();

  constructor(services: readonly string[]) {
    this.#services = services;
  }

  addTo(server: Server): void {
    const serve = (stream: Stream): void => {
      this.#open.add(stream);
      stream.on('data', (request: Request) => stream.write(this.#answer(request)));
      stream.once('end', () => stream.end());
      stream.once('close', () => this.#open.delete(stream));
      stream.once('cancelled', () => this.#open.delete(stream));
    };
    for (const version of ['v1', 'v1alpha'] as const) {
      server.addService(serviceDefinition(`grpc.reflection.${version}.ServerReflection`), {
        ServerReflectionInfo: serve,
      });
    }
  }

  /** Ends the streams that clients keep open: a drain must not wait for them. */
  drain(): void {
    for (const stream of this.#open) stream.end();
  }

  #answer(request: Request): Response {
    return { valid_host: request.host, original_request: request, ...this.#answerTo(request) };
  }

  #answerTo(request: Request): Response {
    switch (request.message_request) {
      case 'list_services':
        return { list_services_response: { service: this.#services.map((name) => ({ name })) } };
      case 'file_by_filename':
        return filesFrom(fileNamed(request.file_by_filename ?? ''));
      case 'file_containing_symbol':
        return filesFrom(fileWithSymbol(request.file_containing_symbol ?? ''));
      case 'file_containing_extension': {
        const { containing_type = '', extension_number = 0 } = request.file_containing_extension ?? {};
        return filesFrom(extensionsOf(containing_type).find(({ number }) => number === extension_number)?.file);
      }
      case 'all_extension_numbers_of_type': {
        const type = request.all_extension_numbers_of_type ?? '';
        if (!fileRegistry().getMessage(type)) return notFound;
        const numbers = extensionsOf(type).map(({ number }) => number);
        return { all_extension_numbers_response: { base_type_name: type, extension_number: numbers } };
      }
      default:
        return { error_response: { error_code: status.UNIMPLEMENTED, error_message: 'This request is not known.' } };
    }
  }
}

const notFound: Response = {
  error_response: { error_code: status.NOT_FOUND, error_message: 'There is no such file, symbol or extension.' },
};

/** The file, then all it imports, each once and before what it imports in turn. */
function filesFrom(file: DescFile | undefined): Response {
  if (!file) return notFound;
  const bytes = withImports([file])
    .toReversed()
    .map((one) => Buffer.from(toBinary(FileDescriptorProtoSchema, one.proto)));
  return { file_descriptor_response: { file_descriptor_proto: bytes } };
}

function fileNamed(name: string): DescFile | undefined {
  return [...fileRegistry().files].find((file) => file.proto.name === name);
}

/** A message, enum, service or extension by full name; a method, field or enum value by its owner's and its own. */
function fileWithSymbol(symbol: string): DescFile | undefined {
  const owner = symbol.slice(0, Math.max(0, symbol.lastIndexOf('.')));
  return fileRegistry().get(symbol)?.file ?? memberOwner(owner, symbol.slice(owner.length + 1))?.file;
}

function memberOwner(owner: string, member: string) {
  const found = fileRegistry().get(owner);
  if (!found) return undefined;
  const members =
    found.kind === 'service'
      ? found.methods
      : found.kind === 'message'
        ? [...found.fields, ...found.oneofs]
        : found.kind === 'enum'
          ? found.values
          : [];
  return members.some(({ name }) => name === member) ? found : undefined;
}

function extensionsOf(type: string) {
  return [...fileRegistry()].filter((one) => one.kind === 'extension').filter((one) => one.extendee.typeName === type);
}
