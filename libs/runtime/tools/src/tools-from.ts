import { createFileRegistry, type DescMethod, type FileRegistry, fromBinary, ScalarType } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { shopLocales } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import { validateOnlyField } from './check-call.ts';
import { unknownFieldsIn } from './filled-text.ts';
import { jsonSchemaOf } from './json-schema.ts';
import type { MessageShape } from './shape.ts';
import { shapeOf } from './shape-of.ts';
import { type FilledField, type Idempotency, type Tool, toldOf } from './tool.ts';
import { readFieldOption, readToolOption, type ToolOption, toMs } from './tool-option.ts';

const idempotencies: readonly Idempotency[] = ['none', 'read_only', 'idempotent', 'keyed'];

/** A method that says it is a tool and cannot be one. */
interface RefusedTool {
  /** As it wants to be called. */
  readonly name: string;
  /** `turnfleet.inventory.v1.InventoryService.CheckInventory` */
  readonly method: string;
  readonly problems: readonly string[];
}

export interface DerivedTools {
  readonly tools: readonly Tool[];
  readonly refused: readonly RefusedTool[];
}

/**
 * Every method with the tool option in a google.protobuf.FileDescriptorSet, in its order; with `services` only theirs. One
 * that is wrong is refused by itself, the others go on.
 */
export function deriveTools(
  descriptorSet: Uint8Array,
  version = '',
  services: readonly string[] | null = null,
): DerivedTools {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet));
  const tools: Tool[] = [];
  const refused: RefusedTool[] = [];
  for (const method of methodsOf(registry)) {
    const option = readToolOption(method, registry);
    if (!option || services?.includes(method.parent.typeName) === false) continue;
    const problems: string[] = [];
    const complain = (what: string): void => void problems.push(what);
    check(method, option, complain);
    const tool = toolOf(method, option, registry, complain);
    if (problems.length === 0) tools.push({ ...tool, version });
    else refused.push({ name: option.name, method: `${method.parent.typeName}.${method.name}`, problems });
  }
  return { tools, refused };
}

/** As `deriveTools`, but fails with `invalid_request` and a list of everything that is wrong: meant to stop a start. */
export function toolsFrom(descriptorSet: Uint8Array): readonly Tool[] {
  const { tools, refused } = deriveTools(descriptorSet);
  const problems = refused.flatMap((one) => one.problems.map((problem) => `${one.method}: ${problem}`));
  for (const [name, same] of Map.groupBy(tools, (tool) => tool.name)) {
    const methods = same.map(({ service, method }) => `${service}.${method}`);
    if (same.length > 1) problems.push(`${methods.join(' and ')}: both are the tool "${name}"; names must be unique`);
  }
  if (problems.length === 0) return tools;
  throw new TurnfleetError(
    'invalid_request',
    `Some tools cannot be derived from the protos:\n- ${problems.join('\n- ')}`,
    {
      suggestion: 'Correct the option (turnfleet.tool.v1.tool) of these methods and generate the protos again.',
    },
  );
}

function methodsOf(registry: FileRegistry): DescMethod[] {
  return [...registry.files].flatMap((file) => file.services.flatMap((service) => service.methods));
}

function check(method: DescMethod, option: ToolOption, complain: (what: string) => void): void {
  if (!/^[a-z][a-z0-9_]{0,63}$/.test(option.name))
    complain(`name "${option.name}" is not snake_case of 1–64 characters`);
  if (option.description.trim() === '') complain('description is missing');
  if (toMs(option.deadline) <= 0) complain('deadline is missing or not positive');
  if (!/^mcp:[\w-]+:[\w-]+$/.test(option.permission))
    complain(`permission "${option.permission}" is not mcp:SERVER:TOOL`);
  for (const locale of shopLocales) if (!option.fallback[locale]) complain(`fallback text for ${locale} is missing`);
  if (method.methodKind !== 'unary') complain('a streaming method cannot be a tool');
  if (!idempotencies[option.idempotency]) complain(`idempotency ${option.idempotency} is not known`);
  for (const kind of option.freshness?.changedBy ?? [])
    if (!/^[a-z][a-z0-9_]{0,63}$/.test(kind)) complain(`changed_by "${kind}" is no kind of change: snake_case`);
  if (option.freshness && idempotencies[option.idempotency] !== 'read_only')
    complain('freshness is for tools that only read: what has an effect is never answered from a cache');
}

function toolOf(
  method: DescMethod,
  option: ToolOption,
  registry: FileRegistry,
  complain: (what: string) => void,
): Omit<Tool, 'version'> {
  const { fields } = shapeOf(method.input, registry, (path) =>
    complain(`a model cannot be asked to write the field ${path}`),
  );
  checkValidateOnly(option, fields, complain);
  const filled = filledFields(method, registry, complain);
  const hidden = [validateOnlyField, ...filled.map(({ field }) => field)];
  const input = { fields: fields.filter(({ name }) => !hidden.includes(name)) };
  const output = shapeOf(method.output, registry);
  if (option.mayBeLeftOut === true && idempotencies[option.idempotency] !== 'read_only')
    complain('only a tool that reads may be left out');
  checkConfirmation(option, input, output, complain);
  checkPlainQuestion(option, input, output, complain);
  const { freshness, confirmation, plainQuestion } = option;
  return {
    name: option.name,
    description: option.description,
    parameters: jsonSchemaOf(input),
    input,
    output,
    filled,
    service: method.parent.typeName,
    method: method.name,
    deadlineMs: toMs(option.deadline),
    permission: option.permission,
    idempotency: idempotencies[option.idempotency] ?? 'none',
    canValidate: option.validateOnly,
    mayBeLeftOut: option.mayBeLeftOut === true,
    freshness: freshness
      ? {
          maxAgeMs: toMs(freshness.maxAge),
          staleWhileRevalidateMs: toMs(freshness.staleWhileRevalidate),
          staleIfErrorMs: toMs(freshness.staleIfError),
          changedBy: freshness.changedBy,
        }
      : null,
    fallback: option.fallback,
    example: option.example,
    confirmation: confirmation ? { question: confirmation.question, done: confirmation.done } : null,
    plainQuestion: plainQuestion ? { words: wordsOf(plainQuestion.words), answer: plainQuestion.answer } : null,
  };
}

/** By the number of `FilledFrom`. */
const turnFacts: readonly (FilledField['from'] | null)[] = [null, 'userId'];

function filledFields(method: DescMethod, registry: FileRegistry, complain: (what: string) => void): FilledField[] {
  return method.input.fields.flatMap((field) => {
    const option = readFieldOption(field, registry);
    const from = turnFacts[option?.filledFrom ?? 0];
    if (from === null) return [];
    const isText = field.fieldKind === 'scalar' && field.scalar === ScalarType.STRING;
    if (from === undefined || !isText) complain(`the field ${field.name} cannot be filled from the turn`);
    return from === undefined ? [] : [{ field: field.name, from, required: option?.required === true }];
  });
}

/** A model that could set the field would have the shopper told of what was only checked. */
function checkValidateOnly(
  { validateOnly }: ToolOption,
  fields: MessageShape['fields'],
  complain: (what: string) => void,
): void {
  const field = fields.find(({ name }) => name === validateOnlyField);
  const fits = field?.type.kind === 'bool' && !field.repeated;
  if (validateOnly && !fits) complain(`validate_only takes a field "bool ${validateOnlyField}" in the request`);
  if (!validateOnly && field)
    complain(`the request has ${validateOnlyField}, but the option does not say validate_only`);
}

function checkConfirmation(
  { confirmation, idempotency }: ToolOption,
  input: MessageShape,
  output: MessageShape,
  complain: (what: string) => void,
): void {
  if (!confirmation) return;
  if (idempotencies[idempotency] !== 'keyed') complain('only a keyed tool can have a confirmation');
  const texts = [
    ['question', confirmation.question, input],
    ['done', confirmation.done, toldOf({ input, output })],
  ] as const;
  for (const [which, byLocale, shape] of texts) checkTexts(which, byLocale, shape, complain);
}

/** It is asked and answered without the model that would notice what is missing, and without a yes. */
function checkPlainQuestion(
  { plainQuestion, idempotency }: ToolOption,
  input: MessageShape,
  output: MessageShape,
  complain: (what: string) => void,
): void {
  if (!plainQuestion) return;
  if (idempotencies[idempotency] !== 'read_only') complain('only a read-only tool can have a plain question');
  for (const { name, required, codePrefix, place } of input.fields)
    if (required && codePrefix === null && !place)
      complain(`a plain question cannot fill ${name}: it is required and neither code_prefix nor place`);
  for (const locale of shopLocales)
    if (!plainQuestion.words[locale]) complain(`words of the plain question for ${locale} are missing`);
  checkTexts('answer', plainQuestion.answer, toldOf({ input, output }), complain);
}

function checkTexts(
  which: string,
  byLocale: Readonly<Record<string, string>>,
  shape: MessageShape,
  complain: (what: string) => void,
): void {
  for (const locale of shopLocales) if (!byLocale[locale]) complain(`${which} text for ${locale} is missing`);
  for (const [locale, text] of Object.entries(byLocale))
    for (const name of unknownFieldsIn(text, shape))
      complain(`${which} text for ${locale} names {${name}}, which is no field that a text can show`);
}

const wordsOf = (byLocale: Readonly<Record<string, string>>): string[] =>
  Object.values(byLocale).flatMap((words) => words.toLowerCase().split('|'));
