import { type Config, readConfig } from './config.ts';
import { exportLine } from './environment.ts';
import { installAll } from './install.ts';
import { type Interruption, interruptions } from './interruption.ts';
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
