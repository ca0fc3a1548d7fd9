import appsync from '@aws-appsync/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/**
 * Which folders a folder may not reach into. One entry per arrow that must not exist; where two entries match a file
 * the later one holds, so it repeats what it must.
 */
const arrows = [
  { from: 'services', to: ['resolvers', 'local', 'infra', 'build', 'bench', 'test'] },
  { from: 'services/db', to: ['(?!shared/|db/)[a-z-]+'] },
  { from: 'services/shared', to: ['[a-z-]+/'] },
  { from: 'services/s3', to: ['[a-z-]+/'] },
  { from: 'services/telemetry', to: ['(?!shared/|db/)[a-z-]+'] },
  { from: 'resolvers', to: ['services', 'local', 'infra', 'build', 'bench', 'test'] },
  { from: 'build', to: ['services', 'local', 'infra', 'bench', 'test'] },
  { from: 'infra', to: ['services', 'local', 'bench', 'test'] },
  { from: 'local', to: ['infra', 'bench', 'test'] },
];

const forbid = (from, to) => ({
  name: `arrows of ${from}`,
  files: [`${from}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: to.map(target => ({
          regex: `^(\\.{1,2}/)*\\.\\./(${target})`,
          message: `${from}/ does not import this (docs/architecture.md).`,
        })),
      },
    ],
  },
});

/** What APPSYNC_JS refuses although the AppSync lint plugin lets it pass. */
const notInAppSync = [
  ['ThrowStatement', 'APPSYNC_JS has no throw; use util.error.'],
  ['NewExpression', 'APPSYNC_JS has no constructors.'],
  ['TryStatement', 'APPSYNC_JS has no try.'],
  [
    "CallExpression[callee.object.name='Array'][callee.property.name='isArray']",
    'APPSYNC_JS has no Array.isArray.',
  ],
  [
    "CallExpression[callee.property.name='sort'][arguments.length>0]",
    'sort takes no comparator in APPSYNC_JS.',
  ],
  ["CallExpression[callee.name='structuredClone']", 'APPSYNC_JS has no structuredClone.'],
  [
    'CallExpression[callee.name=/^(parseInt|parseFloat|Date|setTimeout|fetch)$/]',
    'Not a global of APPSYNC_JS.',
  ],
].map(([selector, message]) => ({ selector, message }));

export default tseslint.config(
  {
    ignores: [
      'coverage/**',
      'generated/**',
      'cdk.out/**',
      '.local/**',
      '.local-deployed/**',
      '.cache/**',
      'test-output/**',
    ],
  },
  {
    files: ['**/*.ts'],
    ignores: ['resolvers/**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { ignoreIIFE: true }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-console': ['error', { allow: ['error'] }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  {
    files: ['local/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts', 'build/**/*.ts', 'infra/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['codegen.ts', 'vitest.config.ts', 'test/setup/*.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
  ...arrows.map(({ from, to }) => forbid(from, to)),
  {
    name: 'rules touch no IO',
    files: ['services/*/*.ts'],
    ignores: [
      'services/*/{store,operations,changes,mutations,*-store,*-changes,*-mutations,access,free,overview,fragments}.ts',
      'services/{archive,db,export,handlers,import,init,invariants,job,operation,projection,s3,schedule,shared,telemetry}/**',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(node:|pg$|@aws-sdk/)',
              message: 'Rules are pure: no IO (docs/architecture.md).',
              allowTypeImports: true,
            },
            {
              regex: '/(db|handlers)/|/(|[a-z-]+-)(store|operations|changes|mutations)\\.ts$',
              message: 'Rules do not know stores.',
              allowTypeImports: true,
            },
            {
              regex: '^(\\.{1,2}/)+(resolvers|local|infra|build|bench|test)(/|$)',
              message: 'Not from services/.',
            },
          ],
        },
      ],
    },
  },
  {
    name: 'APPSYNC_JS',
    files: ['resolvers/**/*.ts'],
    ...appsync.configs.recommended,
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './resolvers/tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
  },
  {
    files: ['resolvers/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...notInAppSync] },
  },
  prettier,
);
