import { type Config, readConfig } from './config.ts';
import { exportLine } from './environment.ts';
import { type Interruption, interruptions } from './interruption.ts';
import { kafkaJars } from './kafka-jars.ts';
import { createToolbox, findTool, install, tools } from './packages.ts';
import { type Request, readArguments } from './read-arguments.ts';
import { runWithServices } from './run.ts';
import { status } from './status.ts';
import { down, up } from './up.ts';

const print = (line: string) => void process.stdout.write(`${line}\n`);
/** What is going on: on stderr, so that stdout holds only results. */
const log = (line: string) => void process.stderr.write(`${line}\n`);

async function perform(request: Request, config: Config, interruption: Interruption): Promise<number> {
  const { signal } = interruption;
  switch (request.verb) {
    case 'none':
      return request.exitCode;
    case 'up': {
      const services = await up({ config, only: request.only, log, signal });
      log('To use them in this shell (and "npm run services -- down" to stop them):');
      print(exportLine(services));
      return 0;
    }
    case 'down':
      await down(config, log);
      return 0;
    case 'status':
      print(await status(config));
      return 0;
    case 'install':
      await installAll(config, log, signal);
      return 0;
    case 'run':
      return runWithServices({ config, only: request.only, command: request.command, log, interruption });
  }
}

/** Brings what native servers and the specs need: programs from the distribution's packages, Kafka's jars by Maven. */
async function installAll(config: Config, log: (line: string) => void, signal: AbortSignal): Promise<void> {
  const { environment, cacheFolder } = config;
  const missing = tools.filter((tool) => findTool(tool, environment) === undefined);
  if (missing.length > 0) await install(missing, { environment, log, signal });
  else log(`${tools.join(', ')}: there already`);
  const toolbox = createToolbox({ environment, mayInstall: false, log, signal });
  const jars = await kafkaJars(toolbox, cacheFolder, { log, signal });
  log(`Kafka's jars: ${jars}`);
}

const interruption = interruptions();
try {
  const request = readArguments(process.argv.slice(2), (text, to) => process[`std${to}`].write(text));
  process.exitCode = await perform(request, readConfig(), interruption);
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  interruption.dispose();
}
