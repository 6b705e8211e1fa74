import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { TurnfleetError } from '@turnfleet/core';
import type { IntentTemplates, Slots } from '@turnfleet/intent/training';
import { parse } from 'yaml';
import { z } from 'zod';

const languages = z.enum(['zh', 'en']);
const templatesSchema = z.record(languages, z.array(z.string().trim().min(1)).min(1));
const slotsSchema = z.record(languages, z.record(z.string(), z.array(z.coerce.string()).min(1)));

const slotsFile = 'slots.yaml';

interface TrainingFiles {
  readonly intents: readonly IntentTemplates[];
  readonly slots: Readonly<Record<string, Slots>>;
}

/** The templates of a folder, a file an intent, and what their braces stand for. Throws `invalid_request` by file and line. */
export function readTrainingFiles(folder: string): TrainingFiles {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== slotsFile);
  return {
    slots: readYaml(join(folder, slotsFile), slotsSchema),
    intents: names
      .sort()
      .map((name) => ({ intent: basename(name, '.yaml'), templates: readYaml(join(folder, name), templatesSchema) })),
  };
}

export interface LabelledSentence {
  readonly intent: string;
  readonly text: string;
}

/** Lines of an intent, a tab and what somebody said. */
export function readLabelled(text: string): readonly LabelledSentence[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const tab = line.indexOf('\t');
      return { intent: line.slice(0, tab), text: line.slice(tab + 1).trim() };
    });
}

function readYaml<T>(path: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new TurnfleetError('invalid_request', `${path} cannot be used: ${why}`, { cause });
  }
}
