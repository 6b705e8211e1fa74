import { builtInCatalogueText } from '@turnfleet/model';

/** The built-in catalogue, its endpoints at simulators that want no key. */
export function builtInAt(simulator: string): string {
  return builtInCatalogueText
    .replace('https://api.openai.com/v1', `${simulator}/v1`)
    .replace('https://api.anthropic.com', simulator)
    .replaceAll(/^ *keyVariable: .*\n/gm, '');
}

/** The same, but every turn goes to the strongest model. */
export function allOnStrongest(simulator: string): string {
  const rules = 'rules:\n  - name: all\n    strategy: strongest\n    use: [strongest]\n\n';
  return builtInAt(simulator).replace(/^rules:\n[^]*?(?=^# Who is asked next)/m, rules);
}

/** Everyday turns at three endpoints of one model, which share them; other models at the last. */
export function atThree(simulators: readonly string[]): string {
  const names = ['a', 'b', 'c'];
  const endpoints = names
    .map((name, at) => `  ${name}:\n    api: openai\n    baseUrl: ${simulators[at]}/v1\n`)
    .join('');
  const at = names.map((name) => `${name}: deepseek-v3.2`).join(', ');
  return builtInAt(simulators.at(-1) ?? '')
    .replace(/^endpoints:\n/m, `endpoints:\n${endpoints}`)
    .replace('at: { openai: deepseek-v3.2 }', `at: { ${at} }`);
}
