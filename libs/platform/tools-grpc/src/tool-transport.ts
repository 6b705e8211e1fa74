import { SpanKind } from '@opentelemetry/api';
import { idempotencyKeyHeader } from '@turnfleet/contract/grpc';
import { TurnfleetError } from '@turnfleet/core';
import { attributes, traceHeaders, withSpan } from '@turnfleet/telemetry';
import type { ToolTransport } from '@turnfleet/tools';
import { type Channel, openChannel } from './channel.ts';
import { codecs } from './codec.ts';
import { grpcCall } from './grpc-call.ts';

export interface GrpcToolOptions {
  /** google.protobuf.FileDescriptorSet that the tools were derived from. */
  readonly descriptorSet: Uint8Array;
  /** `host:port` or `dns:///name:port` by full service name. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Longest time to connect before a connection is tried anew. */
  readonly connectLimitMs?: number;
}

export interface GrpcToolTransport extends ToolTransport {
  /** One per service, for `/readyz`: null if it is connected. */
  readonly checks: readonly { readonly name: string; problem(): string | null }[];
  /** Cancels what is running and closes the channels. */
  close(): void;
}

interface Server {
  readonly channel: Channel;
  readonly address: string;
}

/** Tools over gRPC: one channel per service, one client span per call. Nothing is retried here. */
export function createGrpcTools(options: GrpcToolOptions): GrpcToolTransport {
  const codecOf = codecs(options.descriptorSet);
  const servers = new Map<string, Server>();
  for (const [service, address] of Object.entries(options.addresses)) {
    servers.set(service, { channel: openChannel(service, address, options.connectLimitMs), address });
  }

  return {
    async call({ name, service, method }, args, deadline, idempotencyKey) {
      const server = servers.get(service);
      const codec = codecOf(service, method);
      if (!server || !codec) {
        const missing = server ? 'is not among the protos' : 'has no address';
        throw new TurnfleetError('tool_failed', `The tool ${name} cannot be called: ${service}.${method} ${missing}.`);
      }
      const request = codec.encode(args);
      const span = {
        scope: 'tools',
        name: `${service}/${method}`,
        kind: SpanKind.CLIENT,
        attributes: {
          [attributes.rpcSystem]: 'grpc',
          [attributes.rpcService]: service,
          [attributes.rpcMethod]: method,
          [attributes.genAiToolName]: name,
          ...addressAttributes(server.address),
        },
      };
      return withSpan(span, async (open) => {
        const onStatus = (code: number): void => void open.setAttribute(attributes.rpcGrpcStatus, code);
        const headers = {
          ...traceHeaders(),
          ...(idempotencyKey === undefined ? {} : { [idempotencyKeyHeader]: idempotencyKey }),
        };
        const answer = await grpcCall(server.channel.client, codec.path, request, headers, deadline, onStatus);
        return codec.decode(answer);
      });
    },
    checks: [...servers].map(([service, { channel }]) => ({ name: service, problem: () => channel.problem() })),
    close() {
      for (const { channel } of servers.values()) channel.close();
    },
  };
}

/** Host and port of `host:port`, `[v6]:port` or `dns:///host:port`. */
function addressAttributes(address: string): Record<string, string | number> {
  const [, host = address, port] = /^(?:dns:\/*)?\[?([^/]*?)\]?(?::(\d+))?$/.exec(address) ?? [];
  return { [attributes.serverAddress]: host, ...(port && { [attributes.serverPort]: Number(port) }) };
}
