import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { type ServiceName, serviceNames } from './service.ts';

/** What was asked for on the command line. */
export type Request =
  | { readonly verb: 'up'; readonly only: readonly ServiceName[] }
  | { readonly verb: 'down' | 'status' | 'install' }
  | { readonly verb: 'run'; readonly only: readonly ServiceName[]; readonly command: readonly string[] }
  /** Help was given, or the usage is wrong and that was said. */
  | { readonly verb: 'none'; readonly exitCode: 0 | 2 };

interface OnlyOption {
  readonly only?: readonly ServiceName[];
}

/** Reads the arguments; prints help and usage errors itself. */
export function readArguments(args: readonly string[], print: (text: string, to: 'out' | 'err') => void): Request {
  let request: Request = { verb: 'none', exitCode: 2 };
  const program = new Command('services')
    .description(
      'Finds or starts Kafka, Redis and PostgreSQL: an address in the environment (KAFKA_BROKERS, REDIS_URL, DATABASE_URL), then the default port, then Docker, then the programs of this machine.',
    )
    .configureOutput({ writeOut: (text) => print(text, 'out'), writeErr: (text) => print(text, 'err') })
    .enablePositionalOptions()
    .showHelpAfterError('(--help says more)')
    .exitOverride();
  const verb = (name: Request['verb'], description: string) =>
    program.command(name).description(description).copyInheritedSettings(program);
  const only = ['--only <names>', `some of ${serviceNames.join(',')} (default: all)`, readNames] as const;

  verb('up', 'start what is missing, to stay; print the addresses')
    .option(...only)
    .action((options: OnlyOption) => {
      request = { verb: 'up', only: options.only ?? serviceNames };
    });
  verb('down', 'stop what "up" started, and what killed runs left behind').action(() => {
    request = { verb: 'down' };
  });
  verb('status', 'show what there is').action(() => {
    request = { verb: 'status' };
  });
  verb('install', 'install what is missing to start them here (apt-get, and the Kafka jars)').action(() => {
    request = { verb: 'install' };
  });
  verb('run', 'run a command with them up, then stop what was started: services run -- COMMAND ARGUMENTS')
    .option(...only)
    .argument('<command...>', 'the command and its arguments')
    .passThroughOptions()
    .action((command: readonly string[], options: OnlyOption) => {
      request = { verb: 'run', only: options.only ?? serviceNames, command };
    });

  try {
    program.parse(args, { from: 'user' });
    return request;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { verb: 'none', exitCode: error.exitCode === 0 ? 0 : 2 };
  }
}

function readNames(text: string): readonly ServiceName[] {
  const named = text.split(',').map((name) => name.trim());
  const unknown = named.filter((name) => !serviceNames.some((service) => service === name));
  if (unknown.length > 0)
    throw new InvalidArgumentError(`"${unknown.join(',')}" is none of ${serviceNames.join(', ')}.`);
  return serviceNames.filter((service) => named.includes(service));
}
