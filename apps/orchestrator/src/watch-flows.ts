import { type Check, type Clock, type Logger, repeat } from '@turnfleet/core';
import { type FlowSet, type FlowText, flowSet, readFlows } from '@turnfleet/flows';
import type { Running } from '@turnfleet/service-kit';
import { type FlowsFolder, textsOf } from './flows-folder.ts';

/** Often enough that a change holds within a minute, seldom enough to cost nothing. */
const lookEveryMs = 5_000;

interface FlowsWatch extends Running {
  /** What dialogues may begin now: the last flows of the folder without a mistake. */
  readonly flows: () => FlowSet;
  /** What keeps the folder, as it is now, from holding. */
  readonly check: Check;
}

interface WatchFlowsDeps {
  readonly first: FlowsFolder;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Looks at the folder every few seconds. A bad edit is told and changes nothing. */
export function watchFlows({ first, clock, logger }: WatchFlowsDeps): FlowsWatch {
  const { path } = first;
  let current = flowSet(first.flows);
  let seen = JSON.stringify(first.texts);
  let problems: readonly string[] = [];

  const refuse = (reasons: readonly string[]): void => {
    problems = reasons;
    logger.error({ path, problems }, 'the flows have mistakes; those before stay in force');
  };
  const look = (): void => {
    let texts: readonly FlowText[];
    try {
      texts = textsOf(path);
    } catch {
      if (seen !== '') refuse(['the folder cannot be read']);
      seen = '';
      return;
    }
    const text = JSON.stringify(texts);
    if (text === seen) return;
    seen = text;
    const result = readFlows(texts, null);
    if (!result.ok) return refuse(result.problems);
    [current, problems] = [flowSet(result.flows), []];
    logger.info({ path, flows: result.flows.map(({ name, version }) => `${name} ${version}`) }, 'the flows were read');
  };
  const looking = repeat(
    clock,
    () => lookEveryMs,
    async () => look(),
  );
  looking.start();
  return {
    flows: () => current,
    check: {
      name: 'flows',
      problem: () =>
        problems.length === 0
          ? null
          : `FLOWS_DIR has mistakes, so the flows before stay in force: ${problems.join('; ')}. Correct them.`,
    },
    stop: async () => {
      await looking.stop();
    },
  };
}
