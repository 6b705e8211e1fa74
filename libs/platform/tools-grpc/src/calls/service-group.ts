import { type Span, SpanKind } from '@opentelemetry/api';
import { encodeAsker, idempotencyKeyHeader } from '@turnfleet/contract/grpc';
import type { Owner } from '@turnfleet/contract/schemas';
import { type Clock, childSignal, type Deadline, type Logger, type Random, TurnfleetError } from '@turnfleet/core';
import { type Balancing, Bulkhead, HedgeBudget } from '@turnfleet/instances';
import { attributes, counter, traceHeaders, withSpan } from '@turnfleet/telemetry';
import type { Tool } from '@turnfleet/tools';
import type { Codec } from '../codec.ts';
import { grpcCall } from '../grpc-call.ts';
import { GroupBalancer, type InstanceChoice } from './group-balancer.ts';
import { type CallAttempt, hedged } from './hedged.ts';
import { MethodCalls } from './method-calls.ts';
import type { Target } from './target.ts';
import { verdictOf } from './verdict.ts';

export interface CallDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** How calls of a service are spread over its instances. */
  readonly balancing: (service: string) => Balancing;
  /** Where this process runs. */
  readonly region: string;
}

/** Calls of one service at once, and how many more may wait: as many as a process has turns. */
const atOnce = 256;
const queue = 1_024;
type Json = Readonly<Record<string, unknown>>;

/** The instances of one version of a service, and how calls are made to them. */
export class ServiceGroup {
  readonly service: string;
  readonly version: string;
  /** What the version means: groups of one fingerprint stand in for each other. */
  readonly fingerprint: string;
  readonly targets = new Map<string, Target>();
  readonly #codecOf: (service: string, method: string) => Codec | undefined;
  readonly #deps: CallDeps;
  readonly #balancer: GroupBalancer;
  readonly #bulkhead = new Bulkhead(atOnce, queue);
  readonly #hedges = new HedgeBudget();
  readonly #methods = new Map<string, MethodCalls>();
  readonly #hedged = counter('turnfleet.tools.hedges');

  constructor(
    of: Pick<ServiceGroup, 'service' | 'version' | 'fingerprint'>,
    codecOf: (service: string, method: string) => Codec | undefined,
    deps: CallDeps,
  ) {
    ({ service: this.service, version: this.version, fingerprint: this.fingerprint } = of);
    this.#codecOf = codecOf;
    this.#deps = deps;
    this.#balancer = new GroupBalancer(this, this.targets, { ...deps, balancing: deps.balancing(this.service) });
  }

  get waiting(): number {
    return this.#bulkhead.waiting;
  }

  get methods(): ReadonlyMap<string, MethodCalls> {
    return this.#methods;
  }

  async call(tool: Tool, args: Json, deadline: Deadline, key: string | undefined, asker?: Owner): Promise<Json> {
    const codec = this.#codecOf(tool.service, tool.method);
    if (!codec) throw notThere(tool, 'is not among its protos');
    const request = codec.encode(args);
    const headers = {
      ...(asker && encodeAsker(asker)),
      ...(key === undefined ? {} : { [idempotencyKeyHeader]: key }),
    };
    const method = this.#methodOf(tool.method);
    const call = method.begin();
    const allowedMs = deadline.remainingMs();
    try {
      const made = { tool, codec, request, headers, deadline, allowedMs };
      const bytes = await this.#bulkhead.run(() => this.#attempts(made, method), deadline.signal);
      const answer = codec.decode(bytes);
      call.end('ok');
      return answer;
    } catch (error) {
      call.end(verdictOf(error, allowedMs, tool.deadlineMs));
      throw error;
    }
  }

  /** One attempt, and a second one elsewhere if the first takes longer than nearly all and nothing can come of both. */
  #attempts(made: Made, method: MethodCalls): Promise<Buffer> {
    this.#hedges.called();
    const first = this.#balancer.choose(null);
    if (!first) throw notThere(made.tool, 'has no instance that takes calls');
    const delayMs = made.tool.idempotency === 'read_only' && this.targets.size > 1 ? method.p95() : null;
    const second = (): CallAttempt<Buffer> | null => {
      const other = this.#balancer.choose(first.taken.target);
      if (!other || other.taken.target === first.taken.target || !this.#hedges.take()) return null;
      this.#hedged.add(1, { [attributes.rpcService]: this.service });
      return this.#attempt(made, other, true);
    };
    return hedged({ clock: this.#deps.clock, first: this.#attempt(made, first, false), delayMs, second });
  }

  #attempt(made: Made, decision: InstanceChoice, isSecond: boolean): CallAttempt<Buffer> {
    const { tool, codec, request, deadline, allowedMs } = made;
    const { target } = decision.taken;
    const { clock } = this.#deps;
    const begun = clock.monotonic();
    const over = childSignal(deadline.signal);
    target.health.begin();
    const run = async (span: Span): Promise<Buffer> => {
      if (span.isRecording())
        span.setAttributes({ ...this.#balancer.told(decision), ...(isSecond && { [attributes.hedged]: true }) });
      const onStatus = (code: number): void => void span.setAttribute(attributes.rpcGrpcStatus, code);
      const headers = { ...traceHeaders(), ...made.headers };
      const within = { at: deadline.at, signal: over.signal };
      return grpcCall(target.channel.client, codec.path, request, headers, within, onStatus);
    };
    const result = withSpan(spanOf(tool, target), run).then(
      (answer) => {
        this.#balancer.ended(target, 'ok', begun);
        return answer;
      },
      (error: unknown) => {
        this.#balancer.ended(target, verdictOf(error, allowedMs, tool.deadlineMs), begun);
        throw error;
      },
    );
    return { result: result.finally(() => over[Symbol.dispose]()), cancel: (reason) => over.abort(reason) };
  }

  #methodOf(name: string): MethodCalls {
    const { clock, logger } = this.#deps;
    const version = this.version === '' ? '' : ` of version ${this.version}`;
    const known = this.#methods.get(name) ?? new MethodCalls(`${this.service}.${name}${version}`, clock, logger);
    this.#methods.set(name, known);
    return known;
  }
}

interface Made {
  readonly tool: Tool;
  readonly codec: Codec;
  readonly request: Buffer;
  readonly deadline: Deadline;
  /** Its key and for whom it is made. */
  readonly headers: Readonly<Record<string, string>>;
  readonly allowedMs: number;
}

export function notThere({ name, service, method }: Tool, why: string): TurnfleetError {
  return new TurnfleetError('tool_failed', `The tool ${name} cannot be called: ${service}.${method} ${why}.`);
}

function spanOf({ name, service, method }: Tool, { address }: Target) {
  return {
    scope: 'tools',
    name: `${service}/${method}`,
    kind: SpanKind.CLIENT,
    attributes: {
      [attributes.rpcSystem]: 'grpc',
      [attributes.rpcService]: service,
      [attributes.rpcMethod]: method,
      [attributes.genAiToolName]: name,
      ...addressAttributes(address),
    },
  };
}

/** Host and port of `host:port`, `[v6]:port` or `dns:///host:port`, as attributes of a span. */
function addressAttributes(address: string): Record<string, string | number> {
  const [, host = address, port] = /^(?:dns:\/*)?\[?([^/]*?)\]?(?::(\d+))?$/.exec(address) ?? [];
  return { [attributes.serverAddress]: host, ...(port && { [attributes.serverPort]: Number(port) }) };
}
