import { TurnfleetError } from '@turnfleet/core';
import { type ApiKeyStore, isScope, type RateClass, rateClasses, type Scope, scopes } from '@turnfleet/principal';
import type { Command } from 'commander';
import type { Terminal } from './chat.ts';
import type { KeysDeps } from './with-keys.ts';

interface Common {
  readonly file?: string;
  readonly json?: boolean;
}

interface CreateOptions extends Common {
  readonly tenant: string;
  readonly user?: string;
  readonly actAs?: boolean;
  readonly wholeFleet?: boolean;
  readonly trusted?: boolean;
  readonly scopes: string;
  readonly rateClass: string;
  readonly name: string;
  readonly expires?: string;
}

/** `turnfleet keys create | list | revoke | rotate`. */
export function addKeysCommands(program: Command, deps: KeysDeps & { readonly terminal: Terminal }): void {
  const { terminal } = deps;
  const keys = program
    .command('keys')
    .description('API keys, in API_KEYS_FILE (or --file) if that is set, else in the Redis at REDIS_URL');
  const write = (text: string): void => terminal.write(text);
  // What Redis needs is loaded when a command runs, not for every other command's start.
  const withStore = async <T>({ file }: Common, work: (store: ApiKeyStore) => Promise<T>): Promise<T> =>
    (await import('./with-keys.ts')).withKeys(deps, file, work);
  const keysText = () => import('./keys-text.ts');
  const change = () => import('./change-keys.ts');

  common(keys.command('create'))
    .description('make a key and print it, this once')
    .option('--tenant <tenant>', 'whose shop it is for', 'default')
    .option('--user <id>', 'the one user whose key it is')
    .option('--act-as', 'it acts for whichever user of the tenant it names (in place of --user)')
    .option('--trusted', "what it says of a shopper's level and city counts")
    .option('--whole-fleet', 'it operates the whole fleet, not one tenant; its scope is operate')
    .option('--scopes <list>', `what it may do, separated by commas: ${scopes.join(' ')}`, 'chat')
    .option('--rate-class <class>', `which limits apply: ${rateClasses.join(' ')}`, 'standard')
    .option('--name <text>', 'what it is for, for those who read the list', '')
    .option('--expires <when>', 'when it ends: 90d, 12h, 30m, or an RFC 3339 time (else never)')
    .action(async (options: CreateOptions) => {
      const { createKey } = await change();
      const wanted = {
        ...options,
        user: options.user ?? null,
        actsForOthers: options.actAs === true || options.wholeFleet === true,
        wholeFleet: options.wholeFleet === true,
        trusted: options.trusted === true,
        scopes: scopesOf(options.wholeFleet === true && options.scopes === 'chat' ? 'operate' : options.scopes),
        rateClass: rateClassOf(options.rateClass),
      };
      const made = await withStore(options, (store) => createKey(store, wanted, deps));
      write((await keysText()).madeText(made, options.json === true));
    });

  common(keys.command('list'))
    .description('show the keys, newest last; never the secrets')
    .action(async (options: Common) => {
      const all = await withStore(options, (store) => store.list());
      write((await keysText()).listText(all, deps.clock.now(), options.json === true));
    });

  common(keys.command('revoke'))
    .description('make keys worthless within 5 s, what they hold open included')
    .argument('<ids...>', 'as the list shows them')
    .action(async (ids: string[], options: Common) => {
      const { revokeKeys } = await change();
      const revoked = await withStore(options, (store) => revokeKeys(store, ids, deps));
      write((await keysText()).revokedText(revoked, options.json === true));
    });

  common(keys.command('rotate'))
    .description('make a new key in the place of one, which ends after the overlap')
    .argument('<id>', 'as the list shows it')
    .option('--overlap <time>', 'for how long both are good: 24h, 30m, 0m', '24h')
    .action(async (id: string, options: Common & { readonly overlap: string }) => {
      const { rotateKey } = await change();
      const made = await withStore(options, (store) => rotateKey(store, id, options.overlap, deps));
      write((await keysText()).madeText(made, options.json === true));
    });
}

function common(command: Command): Command {
  return command.option('--file <path>', 'the file of keys (else API_KEYS_FILE)').option('--json', 'as JSON');
}

function scopesOf(text: string): Scope[] {
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  const unknown = names.filter((name) => !isScope(name));
  if (names.length > 0 && unknown.length === 0) return names.filter(isScope);
  throw new TurnfleetError('invalid_request', `--scopes: there is no scope "${unknown.join('", "')}".`, {
    suggestion: `Scopes are ${scopes.join(', ')}.`,
  });
}

function rateClassOf(text: string): RateClass {
  const known = rateClasses.find((one) => one === text);
  if (known) return known;
  throw new TurnfleetError('invalid_request', `--rate-class: there is no class "${text}".`, {
    suggestion: `Classes are ${rateClasses.join(', ')}.`,
  });
}
