import { type DescField, type DescMessage, getOption, hasOption, type Message } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import { type FieldViolation, TurnfleetError } from '@turnfleet/core';
import { fileRegistry } from './file-registry.ts';

interface FieldRule {
  readonly required: boolean;
  readonly maxLength: number;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
}

/** Throws `invalid_request` with every violation at once. */
export type ValidateRequest = (request: Readonly<Record<string, unknown>>) => void;

/** Holds requests of a type against the options on its fields (`turnfleet.tool.v1.field`): nothing repeats those. */
export function requestValidator(message: DescMessage): ValidateRequest {
  const checks = message.fields.map((field) => {
    const rule = ruleOf(field);
    return (request: Readonly<Record<string, unknown>>) => violationOf(field, rule, request[field.name]);
  });
  return (request) => {
    const violations = checks.flatMap((check) => check(request) ?? []);
    if (violations.length === 0) return;
    const sentences = violations.map(({ field, description }) => `${field} ${description}`);
    throw new TurnfleetError('invalid_request', `The request is not valid: ${sentences.join('; ')}.`, { violations });
  };
}

function ruleOf(field: DescField): FieldRule {
  const option = fileRegistry().getExtension('turnfleet.tool.v1.field');
  if (option?.fieldKind !== 'message') throw new Error('The descriptors do not hold turnfleet.tool.v1.field.');
  const said = reflect(option.message, hasOption(field, option) ? (getOption(field, option) as Message) : undefined);
  const value = (name: string): unknown => {
    const member = option.message.field[name];
    return member && said.isSet(member) ? said.get(member) : undefined;
  };
  const number = (name: string): number | undefined => {
    const found = value(name);
    return typeof found === 'number' ? found : undefined;
  };
  const maxLength = number('maxLength') ?? Number.POSITIVE_INFINITY;
  return { required: value('required') === true, maxLength, minimum: number('minimum'), maximum: number('maximum') };
}

function violationOf(field: DescField, rule: FieldRule, value: unknown): FieldViolation | undefined {
  const description = problemWith(field, rule, value);
  return description === undefined ? undefined : { field: field.name, description };
}

function problemWith(field: DescField, rule: FieldRule, value: unknown): string | undefined {
  if (typeof value === 'string' && field.fieldKind === 'scalar') return problemWithText(rule, value);
  if (field.fieldKind === 'enum' && value === field.enum.values[0]?.name) value = undefined;
  if (typeof value === 'number') return problemWithNumber(rule, value);
  if (value === null || value === undefined) return rule.required ? 'must be given' : undefined;
  if (isMoney(field, value)) return problemWithMoney(rule, value);
  return undefined;
}

function problemWithText({ required, maxLength }: FieldRule, text: string): string | undefined {
  if (required && text.trim() === '') return 'must not be blank';
  if ([...text].length > maxLength) return `must have at most ${maxLength} characters`;
  return text.includes('\0') ? 'must not hold a NUL character' : undefined;
}

function problemWithNumber({ minimum, maximum }: FieldRule, value: number): string | undefined {
  if (minimum !== undefined && value < minimum) return `must be at least ${minimum}`;
  if (maximum !== undefined && value > maximum) return `must be at most ${maximum}`;
  return undefined;
}

interface MoneyValue {
  readonly currency_code: string;
  readonly units: string;
  readonly nanos: number;
}

function isMoney(field: DescField, value: unknown): value is MoneyValue {
  return field.fieldKind === 'message' && field.message.typeName === 'google.type.Money' && typeof value === 'object';
}

/** Rules of google.type.Money itself, then the field's. */
function problemWithMoney(rule: FieldRule, { currency_code, units, nanos }: MoneyValue): string | undefined {
  if (!/^[A-Z]{3}$/.test(currency_code)) return 'must have a three-letter currency_code such as CNY';
  if (Math.abs(nanos) > 999_999_999) return 'must have nanos between -999999999 and 999999999';
  const whole = BigInt(units);
  if ((whole > 0n && nanos < 0) || (whole < 0n && nanos > 0)) return 'must have units and nanos of the same sign';
  return problemWithNumber(rule, Number(whole) + nanos / 1e9);
}
