import type { Language } from '../understanding/language.ts';
import type { Phrases } from './phrases.ts';
import { english } from './phrases-en.ts';
import { chinese } from './phrases-zh.ts';

/** All the model can say, by language. */
export const phrasesOf: Readonly<Record<Language, Phrases>> = { zh: chinese, en: english };
