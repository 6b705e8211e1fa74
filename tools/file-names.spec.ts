import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isNamedAfterExport, isNamedFreely } from './file-names.ts';

const root = join(import.meta.dirname, '..');

const sources = (): string[] =>
  globSync('{apps,libs,bench,faults,tools}/**/*.{ts,tsx}', {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist)$/.test(path),
  }).filter((path) => !isNamedFreely(path));

describe('the name of a file', () => {
  it.each([
    ['frontier.ts', 'export class Frontier {}'],
    ['dead-letter.ts', 'export async function appendDeadLetter() {}'],
    ['anthropic/request.ts', 'export const anthropicRequestBody = () => {};'],
    ['limits.ts', 'export const maxBodyBytes = 1; export const keepAliveMs = 2;'],
    ['suggestions.ts', 'export function suggester() {}'],
    ['wire.ts', 'export type Piece = string; export type Whole = string;'],
  ])('%s fits `%s`', (path, source) => {
    expect(isNamedAfterExport(path, source)).toBe(true);
  });

  it.each([
    ['gate.ts', 'export function checkRequest() {}'],
    ['turn-stream.ts', 'export function followTurn() {}'],
    ['reading.ts', 'export const textOf = 1; export const moneyOf = 2;'],
    ['lock.ts', 'export async function exclusively() {}'],
  ])('%s does not fit `%s`', (path, source) => {
    expect(isNamedAfterExport(path, source)).toBe(false);
  });

  it('is that of its main export, in the whole tree', () => {
    const strangers = sources().filter((path) => !isNamedAfterExport(path, readFileSync(join(root, path), 'utf8')));
    expect(strangers).toEqual([]);
  });
});
