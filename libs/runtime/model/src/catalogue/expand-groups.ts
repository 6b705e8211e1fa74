import type { CatalogueFile } from './catalogue-file.ts';

export interface NameProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export interface Expanded {
  /** Model ids for a list of models and groups, each once, in the order of their first mention. */
  readonly expand: (names: readonly string[], path: readonly (string | number)[]) => readonly string[];
  readonly problems: readonly NameProblem[];
}

/** Resolves names of models and groups; what leads nowhere or in a circle becomes a problem and is left out. */
export function groupExpander({ models, groups }: Pick<CatalogueFile, 'models' | 'groups'>): Expanded {
  const problems: NameProblem[] = [];
  const visit = (name: string, path: readonly (string | number)[], within: readonly string[]): readonly string[] => {
    if (Object.hasOwn(models, name)) return [name];
    const members = groups[name];
    if (!members) {
      problems.push({ path, message: `there is no model or group "${name}"` });
      return [];
    }
    if (within.includes(name)) {
      problems.push({ path, message: `goes in a circle: ${[...within, name].join(' → ')}` });
      return [];
    }
    return members.flatMap((member) => visit(member, path, [...within, name]));
  };
  for (const name of Object.keys(groups)) {
    if (Object.hasOwn(models, name)) problems.push({ path: ['groups', name], message: `"${name}" is a model, too` });
    visit(name, ['groups', name], []);
  }
  return {
    expand: (names, path) => [...new Set(names.flatMap((name, index) => visit(name, [...path, index], [])))],
    problems,
  };
}
