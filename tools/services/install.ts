import type { Config } from './config.ts';
import { kafkaJars } from './kafka-jars.ts';
import { createToolbox, findTool, install, tools } from './packages.ts';

/** Brings what native servers and the specs need: programs from the distribution's packages, Kafka's jars by Maven. */
export async function installAll(config: Config, log: (line: string) => void, signal: AbortSignal): Promise<void> {
  const { environment, cacheFolder } = config;
  const missing = tools.filter((tool) => findTool(tool, environment) === undefined);
  if (missing.length > 0) await install(missing, { environment, log, signal });
  else log(`${tools.join(', ')}: there already`);
  const toolbox = createToolbox({ environment, mayInstall: false, log, signal });
  const jars = await kafkaJars(toolbox, cacheFolder, { log, signal });
  log(`Kafka's jars: ${jars}`);
}
