import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { descriptorSet } from '@turnfleet/contract/grpc';
import { shopTimeZone } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import { openIntents } from '@turnfleet/encoder';
import { type Flow, flowSet, type KnownTool, type ReadFlows, readFlows } from '@turnfleet/flows';
import { type RehearsedTurn, rehearsalFileSchema, rehearse } from '@turnfleet/flows/rehearsal';
import { shippedFlows, shippedIntents, textsOf } from '@turnfleet/orchestrator/flows';
import { toolsFrom } from '@turnfleet/tools';
import { parse } from 'yaml';
import { z } from 'zod';

export { shippedFlows };

/** A conversation as it was played. */
export interface Rehearsal {
  readonly file: string;
  readonly name: string;
  readonly turns: readonly RehearsedTurn[];
}

/** The tools of our protos, as flows have to know them. */
const knownTools = (): readonly KnownTool[] =>
  toolsFrom(descriptorSet).map(({ name, confirmation, idempotency, input, filled }) => ({
    name,
    hasEffect: confirmation !== null || idempotency === 'keyed',
    fields: input.fields.filter((field) => filled.every((one) => one.field !== field.name)),
  }));

/** The flows of a folder, checked with the tools that our protos declare. */
export function readCheckedFlows(folder: string): ReadFlows {
  const texts = textsOf(folder);
  if (texts.length === 0) return { ok: false, problems: [`${folder}: there is no .yaml file with a flow`] };
  return readFlows(texts, knownTools());
}

/** The same; throws `invalid_request` with all that is wrong. */
export function checkedFlows(folder: string): readonly Flow[] {
  const read = readCheckedFlows(folder);
  if (read.ok) return read.flows;
  throw new TurnfleetError('invalid_request', read.problems.join('\n'), { suggestion: 'Correct them first.' });
}

/** Plays every conversation of a folder, without a model: what is wanted is told by words alone. */
export async function rehearseFolder(folder: string, conversations: string): Promise<readonly Rehearsal[]> {
  const flows = flowSet(checkedFlows(folder));
  const intents = await openIntents(shippedIntents, null);
  const rehearsals: Rehearsal[] = [];
  for (const file of globSync('*.yaml', { cwd: conversations }).toSorted()) {
    const { now, tools, conversations: all } = rehearsalsIn(join(conversations, file));
    const scene = { flows, now: Date.parse(now), timeZone: shopTimeZone, tools };
    for (const one of all) {
      const turns = await rehearse({ ...scene, recognise: (text, by) => intents.read(text, by) }, one);
      rehearsals.push({ file, name: one.name, turns });
    }
  }
  return rehearsals;
}

function rehearsalsIn(path: string) {
  const read = rehearsalFileSchema.safeParse(parse(readFileSync(path, 'utf8')));
  if (read.success) return read.data;
  throw new TurnfleetError('invalid_request', `${path}: ${z.prettifyError(read.error)}`);
}
