import type { Language } from '../understanding/language.ts';
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import type { Phrases } from './phrases.ts';

/** All the model can say, by language. */
export const phrasesOf: Readonly<Record<Language, Phrases>> = { zh: chinese, en: english };
