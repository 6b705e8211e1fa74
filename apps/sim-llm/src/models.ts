import { builtInCatalogue } from '@turnfleet/model';

/** The models it answers as: those of the catalogue. They differ in name only. */
export const models = [
  { id: 'gpt-4.1', ownedBy: 'openai' },
  { id: 'claude-sonnet-4.5', ownedBy: 'anthropic' },
  { id: 'gemini-2.5-flash', ownedBy: 'google' },
  { id: 'deepseek-v3.2', ownedBy: 'deepseek' },
] as const;

/** Knows a model by its id in the catalogue and by the name that its own endpoint uses. */
export function isModel(id: string): boolean {
  return (
    models.some((model) => model.id === id) ||
    [...builtInCatalogue.models.values()].some(({ at }) => at.some(({ name }) => name === id))
  );
}
