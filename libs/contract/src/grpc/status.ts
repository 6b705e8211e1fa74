import type { AnyExtension } from '@grpc/proto-loader';
import { type ErrorDetails, TurnfleetError } from '@turnfleet/core';
import { errorTable } from '../errors/error-table.ts';
import type { Any__Output } from '../generated/google.protobuf.ts';
import type {
  BadRequest__Output,
  ErrorInfo__Output,
  ResourceInfo__Output,
  RetryInfo__Output,
  Status,
  Status__Output,
} from '../generated/google.rpc.ts';
import { messageDefinition } from './package-definition.ts';
import { grpcCodes, toolErrorKind } from './status-code.ts';

const typePrefix = 'type.googleapis.com/google.rpc.';

/** Owner of the reasons in our ErrorInfo details. */
const errorDomain = 'turnfleet';

interface EncodedStatus {
  readonly code: number;
  readonly message: string;
  /** google.rpc.Status in bytes, for the metadata key `grpc-status-details-bin`. */
  readonly details: Buffer;
}

/**
 * An error as a server answers it (https://google.aip.dev/193): ErrorInfo always, with the kind in upper case as its
 * reason and what was refused in its metadata; BadRequest, ResourceInfo and RetryInfo as the error's details say.
 */
export function encodeStatus(error: TurnfleetError): EncodedStatus {
  const row = errorTable[error.kind];
  const code = grpcCodes[row.grpc];
  const status = messageDefinition<Status, Status__Output>('google.rpc.Status');
  const details = status.serialize({ code, message: error.message, details: detailsOf(error) });
  return { code, message: error.message, details };
}

function detailsOf({ kind, details }: TurnfleetError): AnyExtension[] {
  const { violations = [], resource, retryAfterMs, refusal } = details;
  const suggestion = details.suggestion ?? errorTable[kind].suggestion;
  const metadata = { suggestion, ...refusal };
  const anys: (AnyExtension & Record<string, unknown>)[] = [
    { '@type': `${typePrefix}ErrorInfo`, reason: kind.toUpperCase(), domain: errorDomain, metadata },
  ];
  if (violations.length > 0) anys.push({ '@type': `${typePrefix}BadRequest`, field_violations: violations });
  if (resource) {
    anys.push({
      '@type': `${typePrefix}ResourceInfo`,
      ...{ resource_type: resource.type, resource_name: resource.name },
      ...(resource.among && { description: resource.among }),
    });
  }
  if (retryAfterMs !== undefined) {
    const seconds = Math.floor(retryAfterMs / 1000);
    const nanos = Math.round((retryAfterMs - seconds * 1000) * 1e6);
    anys.push({ '@type': `${typePrefix}RetryInfo`, retry_delay: { seconds, nanos } });
  }
  return anys;
}

/**
 * A status as the caller of a tool takes it. `details` are the bytes of `grpc-status-details-bin`; what cannot be read
 * of them is left out.
 */
export function errorOfStatus(code: number, message: string, details?: Uint8Array): TurnfleetError {
  return new TurnfleetError(toolErrorKind(code), message, details ? readDetails(details) : {});
}

function readDetails(bytes: Uint8Array): ErrorDetails {
  try {
    const status = messageDefinition<Status, Status__Output>('google.rpc.Status').deserialize(Buffer.from(bytes));
    return status.details.reduce<ErrorDetails>((known, detail) => ({ ...known, ...readDetail(detail) }), {});
  } catch {
    return {}; // what they would have added is lost; code and message still tell
  }
}

function readDetail({ type_url: type, value: bytes }: Any__Output): ErrorDetails {
  switch (type) {
    case `${typePrefix}ErrorInfo`: {
      const { suggestion, reason, instead } = read<ErrorInfo__Output>('ErrorInfo', bytes).metadata;
      const refusal = reason && { reason, ...(instead && { instead }) };
      return { ...(suggestion && { suggestion }), ...(refusal && { refusal }) };
    }
    case `${typePrefix}BadRequest`: {
      const violations = read<BadRequest__Output>('BadRequest', bytes).field_violations;
      return { violations: violations.map(({ field, description }) => ({ field, description })) };
    }
    case `${typePrefix}ResourceInfo`: {
      const info = read<ResourceInfo__Output>('ResourceInfo', bytes);
      const { resource_type: type, resource_name: name, description: among } = info;
      return { resource: { type, name, ...(among && { among }) } };
    }
    case `${typePrefix}RetryInfo`: {
      const delay = read<RetryInfo__Output>('RetryInfo', bytes).retry_delay;
      return delay ? { retryAfterMs: Number(delay.seconds) * 1000 + delay.nanos / 1e6 } : {};
    }
    default:
      return {};
  }
}

function read<Out extends object>(name: string, bytes: Buffer): Out {
  return messageDefinition<object, Out>(`google.rpc.${name}`).deserialize(bytes);
}
