/**
 * What the compiler cannot say: promises nobody waits for, circles and order of imports, Vue templates and their
 * accessibility. Layout is Prettier's alone. The order of layers is guarded by test/unit/architecture.
 */
import prettier from 'eslint-config-prettier'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import { importX } from 'eslint-plugin-import-x'
import vue from 'eslint-plugin-vue'
import vueA11y from 'eslint-plugin-vuejs-accessibility'
import globals from 'globals'
import tseslint from 'typescript-eslint'

const TYPESCRIPT = ['**/*.ts']
const VUE = ['**/*.vue']

/** Rules that need types. Templates are left out: what a component imports is checked by vue-tsc. */
const WITH_TYPES = {
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
  '@typescript-eslint/no-misused-promises': [
    'error',
    { checksVoidReturn: { arguments: false, attributes: false, properties: false } },
  ],
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingUnknown: true }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
}

/** Named functions and methods only: a callback has as many as its caller gives it (String.replace, a table of cases). */
const AT_MOST_THREE_PARAMETERS = [
  'FunctionDeclaration[params.length>3]',
  'MethodDefinition > FunctionExpression[params.length>3]',
  'VariableDeclarator > ArrowFunctionExpression[params.length>3]',
].map((selector) => ({ selector, message: 'At most three parameters: take an options object.' }))

export default tseslint.config(
  { ignores: ['dist/', '.tsbuild/', '.tmp/', 'node_modules/', '**/*.d.ts', 'examples/*.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'off' } },

  // Every source file.
  tseslint.configs.recommended,
  {
    files: [...TYPESCRIPT, ...VUE, '**/*.{js,mjs}'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.vue', '.js', '.mjs'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'], 'vue-eslint-parser': ['.vue'] },
      'import-x/resolver-next': [
        createTypeScriptImportResolver({
          project: '*/tsconfig.json',
          noWarnOnMultipleProjects: true,
          extensions: ['.ts', '.vue', '.js', '.mjs'],
        }),
      ],
      // A component is parsed by its own configuration only; circles through one are found by test/unit/architecture.
      'import-x/ignore': ['node_modules', '\\.vue$'],
    },
    rules: {
      'array-callback-return': 'error',
      eqeqeq: ['error', 'always'],
      'no-async-promise-executor': 'error',
      'no-constant-binary-expression': 'error',
      'no-debugger': 'error',
      'no-empty': ['error', { allowEmptyCatch: true }],
      'no-eval': 'error',
      'no-irregular-whitespace': 'error',
      'no-self-compare': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-escape': 'error',
      'no-useless-rename': 'error',
      'object-shorthand': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...AT_MOST_THREE_PARAMETERS],
      'no-unused-vars': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      'import-x/no-cycle': 'error',
      'import-x/no-self-import': 'error',
      'import-x/no-duplicates': 'error',
      'import-x/no-useless-path-segments': 'error',
      'import-x/first': 'error',
      'import-x/no-mutable-exports': 'error',
      'import-x/order': [
        'error',
        {
          groups: ['builtin', 'external', 'internal', 'parent', 'sibling', 'index', 'object'],
          'newlines-between': 'ignore',
        },
      ],
    },
  },
  {
    // A component is its file's default export; everything else has a name. Tools demand theirs.
    files: TYPESCRIPT,
    ignores: ['*.config.ts', '**/*.config.ts'],
    rules: { 'import-x/no-default-export': 'error' },
  },
  {
    files: TYPESCRIPT,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: WITH_TYPES,
  },

  // Components.
  vue.configs['flat/recommended'],
  vueA11y.configs['flat/recommended'],
  {
    files: VUE,
    languageOptions: { parserOptions: { parser: tseslint.parser }, globals: globals.browser },
    rules: {
      'no-undef': 'off', // the compiler's task
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-macros-order': 'error',
      'vue/define-props-declaration': ['error', 'type-based'],
      'vue/define-emits-declaration': ['error', 'type-based'],
      'vue/no-v-html': 'error',
      'vue/no-unused-refs': 'error',
      'vue/no-use-v-else-with-v-for': 'error',
      'vue/no-static-inline-styles': ['error', { allowBinding: true }],
      'vue/prefer-true-attribute-shorthand': 'error',
      'vue/require-typed-ref': 'error',
      // Small leaf components have one-word names here: domain folders say what they belong to.
      'vue/multi-word-component-names': 'off',
      // A label may be tied by nesting or by `for`: either, not both.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      'vuejs-accessibility/form-control-has-label': 'error',
    },
  },

  // Where a rule would be wrong.
  { files: ['demo/mail/**'], rules: { 'no-restricted-syntax': ['warn', ...AT_MOST_THREE_PARAMETERS] } },
  {
    // Programs talk on the console.
    files: ['scripts/**', 'start.ts', 'cli/**', 'test/bench/**', 'docs/**/*.mjs', 'examples/**'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      'no-console': 'off',
      // `expect(x.method)` does not call it, and a page function runs in the browser.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  prettier,
)
