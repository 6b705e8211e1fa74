import { type Backbone, openToolReads } from '@turnfleet/backbone';
import { type Clock, endsWithin, type Logger, type Random } from '@turnfleet/core';
import { type Running, toolAddress } from '@turnfleet/service-kit';
import { type ReadTool, readAnew, type ToolReads } from '@turnfleet/tools';
import { type DiscoveredTools, openTools } from '@turnfleet/tools-grpc';
import type { Config } from '../config.ts';

/** A registry has that long to tell who there is, when somebody first asks. */
const patienceMs = 5_000;

export interface OpenedTools {
  readonly tools: DiscoveredTools;
  /** From what is kept, as the tools' protos allow it. */
  readonly readTool: ReadTool;
}

/** The fleet's tools as this process sees them. Nobody is connected to before somebody asks: most ingresses never are. */
export interface LazyTools {
  open(): Promise<OpenedTools>;
  close(): Promise<void>;
}

interface LazyToolsDeps extends Partial<Pick<Backbone, 'feed' | 'toolResults'>> {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: Random;
  /** Of another part of this process; absent: this one keeps results by itself, where it hears what is told of changes. */
  readonly reads?: ToolReads;
}

export function lazyTools(config: Config, deps: LazyToolsDeps): LazyTools {
  const { clock, logger, feed, reads } = deps;
  let opened: DiscoveredTools | undefined;
  let opening: Promise<(Running & { readonly reads: ToolReads }) | null> | undefined;

  /** Nothing may be kept by who hears of no change: then every read is a call. */
  async function keeping(): Promise<ReadTool> {
    if (reads) return reads.read;
    if (!feed) return readAnew(clock);
    opening ??= openToolReads({ ...deps, feed, config }).catch((error: unknown) => {
      logger.warn({ err: error }, 'changes of the shop cannot be heard: no result of a tool is used again');
      opening = undefined;
      return null;
    });
    return (await opening)?.reads.read ?? readAnew(clock);
  }

  return {
    async open() {
      opened ??= openTools({
        ...deps,
        registries: config.REGISTRY_ADDR,
        addressOf: (service) => toolAddress(service, config),
        balancing: config.TOOL_BALANCING,
        region: config.REGION,
      });
      const [readTool] = await Promise.all([keeping(), endsWithin(clock, patienceMs, opened.begun)]);
      return { tools: opened, readTool };
    },
    async close() {
      opened?.close();
      await (await opening)?.stop();
    },
  };
}
