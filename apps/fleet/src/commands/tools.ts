import { readFile } from 'node:fs/promises';
import consumers from 'node:stream/consumers';
import { TurnfleetError } from '@turnfleet/core';
import { type Env, exitCodes } from '@turnfleet/service-kit';
import type { Command } from 'commander';
import { fleetAddress } from '../client/fleet-address.ts';
import type { Terminal } from './chat.ts';

interface ToolsDeps {
  readonly env: Env;
  readonly terminal: Terminal;
}

interface CallGiven extends Given {
  readonly user?: string;
  readonly key?: string;
  readonly batch?: string;
}

interface Given {
  readonly url?: string;
  readonly json?: boolean;
}

// What they need is loaded when a command runs, not for every other command's start.
const clientModule = () => import('../client/tools-client.ts');
const textModule = () => import('./tools-text.ts');

/** `turnfleet tools list | instances | call`. */
export function addToolsCommands(program: Command, { env, terminal }: ToolsDeps): void {
  const tools = program.command('tools').description('what models may call in a running fleet, and who serves it');
  const asking = (name: string, description: string) =>
    tools
      .command(name)
      .description(description)
      .option('--json', 'as the fleet tells it')
      .option('--url <url>', 'where the fleet is (else TURNFLEET_URL, else http://127.0.0.1:${PORT:-8080})');
  const say = <T>(json: boolean | undefined, value: T, text: (value: T) => string): void =>
    terminal.write(json ? `${JSON.stringify(value, null, 2)}\n` : text(value));
  const client = async ({ url }: Given) => (await clientModule()).toolsClient(fleetAddress(url, env));

  asking('list', 'the tools that models are offered, with their arguments')
    .option('--format <format>', 'as JSON for openai, anthropic or mcp')
    .action(async ({ format, ...given }: Given & { readonly format?: string }) => {
      const listed = await (await client(given)).list(format ?? 'mcp');
      const { toolsText } = await textModule();
      say(given.json === true || format !== undefined, listed, (value) => toolsText(value.tools));
    });
  asking('instances', 'who serves the tools, and why somebody is not called').action(async (given: Given) =>
    say(given.json, await (await client(given)).instances(), (await textModule()).instancesText),
  );
  async function callBatch(file: string, name: string | undefined, given: Given): Promise<void> {
    if (name !== undefined)
      throw new TurnfleetError('invalid_request', 'With --batch the tools are named in the file only.');
    const called = await (await client(given)).callBatch(batchIn(await textOf(file)));
    say(given.json, called, (await textModule()).batchText);
    if (called.calls.some(({ result, outcome }) => result === null && outcome !== 'not_found'))
      process.exitCode = exitCodes.failed;
  }

  asking('call', 'call a tool, effects included')
    .argument('[name]', 'the tool')
    .argument('[arguments]', 'as JSON, like \'{"sku": "SKU-2024-888"}\'', '{}')
    .option('--user <id>', 'who the call is for, where a tool is about the shopper')
    .option('--key <key>', 'idempotency key, for a tool that takes effect')
    .option('--batch <file>', 'calls several tools side by side: a JSON list of {name, arguments, …}; - is the input')
    .action(async (name: string | undefined, text: string, given: CallGiven) => {
      if (given.batch !== undefined) return callBatch(given.batch, name, given);
      if (name === undefined)
        throw new TurnfleetError('invalid_request', 'Which tool? `npx turnfleet tools list` has them.');
      const more = {
        ...(given.user === undefined ? {} : { userId: given.user }),
        ...(given.key === undefined ? {} : { key: given.key }),
      };
      const called = await (await client(given)).call(name, argumentsIn(text), more);
      say(given.json, called, (await textModule()).calledText);
    });
}

/** A list of calls, or the whole body of a batch. */
function batchIn(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return Array.isArray(value) ? { calls: value } : value;
  } catch {
    // told below
  }
  throw new TurnfleetError('invalid_request', 'The batch is not a JSON list.', {
    suggestion: 'Like [{"name": "check_inventory", "arguments": {"sku": "SKU-2024-888", "city": "上海"}}].',
  });
}

async function textOf(file: string): Promise<string> {
  try {
    return file === '-' ? await consumers.text(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw new TurnfleetError('invalid_request', `${file} cannot be read.`, { cause: error });
  }
}

function argumentsIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // told below
  }
  throw new TurnfleetError('invalid_request', 'The arguments are not a JSON object.', {
    suggestion: 'Give them in one piece, like \'{"sku": "SKU-2024-888", "city": "上海"}\'.',
  });
}
