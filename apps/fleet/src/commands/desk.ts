import { createInterface } from 'node:readline';
import { type Clock, type NewId, TurnfleetError } from '@turnfleet/core';
import type { Env } from '@turnfleet/service-kit';
import type { Command } from 'commander';
import type { Terminal } from './chat.ts';

interface DeskDeps {
  readonly env: Env;
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly newId: NewId;
}

interface Given {
  readonly agent?: string;
  readonly name?: string;
  readonly skills?: string;
  readonly languages?: string;
  readonly url?: string;
  readonly key?: string;
  readonly json?: boolean;
}

// What they need is loaded when a command runs, not for every other command's start.
const clientModule = () => import('../client/desk-client.ts');
const textModule = () => import('./desk-text.ts');

const listOf = (text: string): string[] => text.split(',').map((one) => one.trim());

/** `turnfleet desk watch | queue | claim | say | note | draft | call | transfer | hand-back | release | complaints | settle`. */
export function addDeskCommands(program: Command, { env, terminal, clock, newId }: DeskDeps): void {
  const desk = program.command('desk').description('what agents do: conversations that wait for a person');
  const asking = (name: string, description: string) =>
    desk
      .command(name)
      .description(description)
      .option('--agent <id>', 'who you are (else TURNFLEET_AGENT, else agent-1; with a key of a user, that user)')
      .option('--name <name>', 'as shoppers are told (else the id)')
      .option('--skills <skills>', 'general, orders, returns, complaints', 'general,orders,returns,complaints')
      .option('--languages <languages>', 'that you speak', 'zh,en')
      .option('--json', 'as the desk tells it')
      .option('--url <url>', 'where the desk is (else TURNFLEET_DESK_URL, else http://127.0.0.1:${DESK_PORT:-8081})');

  const clientOf = async ({ agent, name, skills = '', languages = '', url }: Given) => {
    const { deskAddress, deskClient } = await clientModule();
    const id = agent ?? (env['TURNFLEET_AGENT'] || 'agent-1');
    const who = { id, name: name ?? id, skills: listOf(skills), languages: listOf(languages) };
    return deskClient(deskAddress(url, env), who);
  };

  asking('queue', 'who waits for an agent, and who has what').action(async (given: Given) => {
    const queue = await (await clientOf(given)).queue();
    terminal.write(given.json ? `${JSON.stringify(queue, null, 2)}\n` : (await textModule()).queueText(queue));
  });
  asking('complaints', 'what shoppers complained of, the latest first')
    .option('--state <state>', 'open or settled (else both)')
    .option('--limit <count>', 'at most so many (else 50)')
    .option('--before <number>', 'those recorded before this one: the next page')
    .action(async (given: Given & { state?: string; limit?: string; before?: string }) => {
      const { state, limit, before } = given;
      const query = { ...(state && { state }), ...(limit && { limit }), ...(before && { before }) };
      const found = await (await clientOf(given)).complaints(query);
      terminal.write(given.json ? `${JSON.stringify(found, null, 2)}\n` : (await textModule()).complaintsText(found));
    });
  asking('settle', 'say what came of a complaint; who is first says it for good')
    .argument('<number>', 'like CMP-2026-0001')
    .argument('<text>', 'what came of it')
    .action(async (id: string, text: string, given: Given) => {
      const settled = await (await clientOf(given)).settle(id, text);
      const { complaintsText } = await textModule();
      const found = { complaints: [settled], total: 1 };
      terminal.write(given.json ? `${JSON.stringify(settled, null, 2)}\n` : complaintsText(found));
    });
  asking('watch', 'work as an agent: prints what comes, says what is typed; leaves when it ends').action(
    async (given: Given) => {
      const { watchDesk } = await import('./watch-desk.ts');
      const leaving = new AbortController();
      process.once('SIGINT', () => leaving.abort());
      const lines = createInterface({ input: process.stdin });
      await watchDesk({ client: await clientOf(given), clock, newId, terminal, lines, signal: leaving.signal });
      lines.close();
    },
  );

  async function give(given: Given, id: string, command: string, body: object): Promise<void> {
    const client = await clientOf(given);
    await client.beat();
    const ended = await client.command(encodeURIComponent(id), command, body, given.key ?? newId());
    terminal.write(given.json ? `${JSON.stringify(ended, null, 2)}\n` : (await textModule()).endedText(ended));
  }
  const giving = (name: string, description: string) =>
    asking(name, description)
      .option('--key <key>', 'the same key again is the same command')
      .argument('<conversation>', 'its id');

  giving('claim', 'take a conversation that waits (you are there for a minute; `desk watch` keeps you there)').action(
    (id: string, given: Given) => give(given, id, 'claim', {}),
  );
  giving('release', 'let it wait for another agent').action((id: string, given: Given) =>
    give(given, id, 'release', {}),
  );
  giving('say', 'tell the shopper something')
    .argument('<text>', 'what')
    .action((id: string, text: string, given: Given) => give(given, id, 'say', { text }));
  giving('note', 'tell other agents something')
    .argument('<text>', 'what')
    .action((id: string, text: string, given: Given) => give(given, id, 'note', { text }));
  giving('draft', 'have a model word what you may say next; nobody is told').action((id: string, given: Given) =>
    give(given, id, 'draft', {}),
  );
  giving('call', "call a tool on the shopper's behalf, effects included")
    .argument('<tool>', 'its name')
    .argument('[arguments]', 'as JSON', '{}')
    .action((id: string, tool: string, text: string, given: Given) =>
      give(given, id, 'call', { tool, arguments: jsonOf(text) }),
    );
  giving('transfer', 'pass it on')
    .option('--to-skill <skill>', 'to whoever is good at that')
    .option('--to-agent <id>', 'to this agent')
    .option('--note <text>', 'for the next agent')
    .action((id: string, given: Given & { toSkill?: string; toAgent?: string; note?: string }) => {
      const { toSkill: skill, toAgent: agent, note: text } = given;
      return give(given, id, 'transfer', { to: { skill, agent }, text });
    });
  giving('hand-back', 'give it back to the machine')
    .argument('[agreed]', 'what was agreed')
    .action((id: string, text: string | undefined, given: Given) => give(given, id, 'hand-back', { text }));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const suggestion = 'Like \'{"tracking_number": "SF1234567890"}\'.';
    throw new TurnfleetError('invalid_request', 'The arguments are not JSON.', { suggestion, cause: error });
  }
}
