import { TurnfleetError } from '@turnfleet/core';
import type { Env } from '@turnfleet/service-kit';
import type { Command } from 'commander';
import { fleetAddress } from '../client/fleet-address.ts';
import type { Terminal } from './chat.ts';

interface ModelsDeps {
  readonly env: Env;
  readonly terminal: Terminal;
}

interface Given {
  readonly url?: string;
  readonly json?: boolean;
}

// What they need is loaded when a command runs, not for every other command's start.
const clientModule = () => import('../client/models-client.ts');
const textModule = () => import('./models-text.ts');

/** `turnfleet models list | show | use | explain | stats | example`. */
export function addModelsCommands(program: Command, { env, terminal }: ModelsDeps): void {
  const models = program.command('models').description('which model answers what, in a running fleet');
  const asking = (name: string, description: string) =>
    models
      .command(name)
      .description(description)
      .option('--json', 'as the fleet tells it')
      .option('--url <url>', 'where the fleet is (else TURNFLEET_URL, else http://127.0.0.1:${PORT:-8080})');
  const say = <T>(json: boolean | undefined, value: T, text: (value: T) => string): void =>
    terminal.write(json ? `${JSON.stringify(value, null, 2)}\n` : text(value));
  const client = async ({ url }: Given) => (await clientModule()).modelsClient(fleetAddress(url, env));

  asking('list', 'the models with their prices, and the rules with what operators chose').action(async (given: Given) =>
    say(given.json, await (await client(given)).read(), (await textModule()).listText),
  );
  asking('show', 'all of one model')
    .argument('<model>', 'its name in the catalogue')
    .action(async (model: string, given: Given) => {
      const { oneModel, showText } = await textModule();
      say(given.json, oneModel(await (await client(given)).read(), model), showText);
    });
  asking('stats', 'how the models fare: breakers, calls, times to the first token').action(async (given: Given) =>
    say(given.json, await (await client(given)).read(), (await textModule()).statsText),
  );
  asking('explain', 'which model would answer a text now, and why not the others')
    .argument('<text>', 'what a shopper might ask')
    .option('--level <level>', 'level of the shopper')
    .option('--tenant <tenant>', 'whose shop (else default)')
    .option('--locale <locale>', 'language of the turn (else that of the text)')
    .option('--channel <channel>', 'where the message came from')
    .action(async (text: string, { json, url, ...facts }: Given & Readonly<Record<string, string>>) =>
      say(
        json,
        await (await client(url === undefined ? {} : { url })).explain({ text, ...facts }),
        (await textModule()).explainText,
      ),
    );
  asking('use', 'put a model in front of a rule, or let the rules decide again')
    .argument('[model]', 'its name in the catalogue')
    .option('--for <rule>', 'for this rule only (else for every one)', '*')
    .option('--clear', 'take back what was chosen')
    .action(async (model: string | undefined, given: Given & { readonly for: string; readonly clear?: boolean }) => {
      if ((model === undefined) !== (given.clear === true))
        throw new TurnfleetError('invalid_request', 'Name a model, or give --clear, and not both.');
      say(given.json, await (await client(given)).choose(given.for, model ?? null), (await textModule()).choiceText);
    });
  models
    .command('example')
    .description('print the built-in catalogue, to start a MODELS_FILE from')
    .option('--json', 'as JSON, without its comments')
    .action(async ({ json }: Given) => {
      const [{ builtInCatalogueText: text }, { parse }] = await Promise.all([
        import('@turnfleet/model'),
        import('yaml'),
      ]);
      terminal.write(json === true ? `${JSON.stringify(parse(text), null, 2)}\n` : text);
    });
}
