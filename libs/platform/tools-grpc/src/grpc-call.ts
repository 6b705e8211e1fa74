import { type Client, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { errorOfStatus } from '@turnfleet/contract/grpc';
import { abortReason, type Deadline, TurnfleetError } from '@turnfleet/core';

/** A unary call's bytes for bytes. Its deadline goes along; when its signal aborts, the call is cancelled at once. */
export function grpcCall(
  client: Client,
  path: string,
  request: Buffer,
  headers: Readonly<Record<string, string>>,
  { at, signal }: Pick<Deadline, 'at' | 'signal'>,
  onStatus: (code: number) => void,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(abortReason(signal));
      return;
    }
    const metadata = new Metadata();
    for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
    const settle = (error: ServiceError | null, answer?: Buffer): void => {
      signal.removeEventListener('abort', cancel);
      onStatus(error?.code ?? 0);
      if (!error && answer) resolve(answer);
      else if (signal.aborted) reject(abortReason(signal));
      else reject(callFailure(error, path));
    };
    const cancel = (): void => call.cancel();
    const call = client.makeUnaryRequest(path, asIs, asIs, request, metadata, { deadline: at }, settle);
    signal.addEventListener('abort', cancel, { once: true });
  });
}

const asIs = (bytes: Buffer): Buffer => bytes;

function callFailure(error: ServiceError | null, path: string): TurnfleetError {
  if (!error) return new TurnfleetError('tool_failed', 'The service ended the call without an answer.');
  const [details] = error.metadata.get('grpc-status-details-bin');
  const bytes = details instanceof Uint8Array ? details : undefined;
  if (error.code !== status.UNAVAILABLE || bytes) return errorOfStatus(error.code, error.details, bytes);
  // Without details it is the channel that speaks, of sockets and addresses.
  return new TurnfleetError('overloaded', `${path.split('/')[1]} cannot be reached.`, { cause: error });
}
