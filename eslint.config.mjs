import javascript from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import typescript from 'typescript-eslint';

const TESTS = ['**/*.test.ts', '**/*.test.tsx'];

/** What only a page has; the engine and the lab also run in a worker and in Node. */
const PAGE_GLOBALS = ['window', 'document', 'Worker', 'localStorage', 'sessionStorage', 'requestAnimationFrame', 'HTMLElement'].map(
  (name) => ({
    name,
    message: 'gpu/ and app/lab/ know no page: take what you need as an argument.',
  }),
);

export default defineConfig(
  globalIgnores(['dist/', 'public/', 'results/', 'test-results/', 'playwright-report/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  javascript.configs.recommended,
  typescript.configs.strictTypeChecked,
  typescript.configs.stylisticTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    rules: {
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Runs are repeatable: use the counter-based generator with a seed.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.object.type="MetaProperty"][callee.property.name="glob"] Literal[value=/shaders/]',
          message: 'Only gpu/runtime/shader-source.ts reads shaders/: call shaderSource().',
        },
      ],
      // tsc reports these, and knows types.
      'no-undef': 'off',
      'no-unused-vars': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
      // `array[index]!` states that the index is in bounds; noUncheckedIndexedAccess asks for it at every element.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { requireDefaultForNonUnion: true }],
    },
  },
  { files: ['app/state/**', 'app/ui/**'], extends: [reactHooks.configs.flat.recommended] },
  {
    files: ['gpu/**', 'app/lab/**'],
    ignores: ['gpu/testing/**', ...TESTS],
    rules: { 'no-restricted-globals': ['error', ...PAGE_GLOBALS] },
  },
  { files: ['gpu/runtime/shader-source.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['scripts/**', 'app/cli/**', 'bench/**', ...TESTS], rules: { 'no-console': 'off' } },
  {
    // process.env and parsed JSON are read by quoted names, and JSDoc casts stand where TypeScript has `as`.
    files: ['**/*.mjs'],
    rules: { '@typescript-eslint/no-unsafe-member-access': 'off', '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  { rules: { '@typescript-eslint/dot-notation': 'off' } },
);
