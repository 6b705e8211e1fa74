import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { allowedCircles, layers, layersOfSpecs } from './tools/layers.mjs';

const boundaries = (depConstraints) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      enforceBuildableLibDependency: false,
      allowCircularSelfDependency: true,
      ignoredCircularDependencies: allowedCircles,
      depConstraints,
    },
  ],
});

export default tseslint.config(
  { ignores: ['**/dist/**', '**/generated/**', '**/node_modules/**', '.nx/**'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...boundaries(layers),
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true } }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'The environment is read once, in config.ts.',
        },
        {
          selector:
            'CallExpression[callee.property.name=/^create(Counter|Histogram|Gauge|UpDownCounter|Observable\\w+)$/]',
          message: 'Metrics are listed in telemetry/src/metrics.ts and created by the functions of instruments.ts.',
        },
        { selector: 'TSEnumDeclaration', message: 'Enums do not strip: use a union of literals.' },
      ],
    },
  },
  {
    files: ['**/*.spec.{ts,tsx}'],
    rules: { ...boundaries(layersOfSpecs), 'max-lines': 'off', 'no-restricted-syntax': 'off' },
  },
  {
    // What several specs of an adapter share, as servers of their own.
    files: ['libs/platform/*/src/testing/**/*.ts', '**/*.suite.ts'],
    rules: boundaries(layersOfSpecs),
  },
  {
    files: ['**/instruments.ts', '**/config.ts', '**/process.ts', 'tools/**', 'bench/**', 'e2e/**', 'faults/**'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
