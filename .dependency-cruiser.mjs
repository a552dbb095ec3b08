/** The rooms from left to right; a room never imports one further right, nor a neighbour of its own rank. */
const RANKS = [
  ['gpu/runtime'],
  ['gpu/graph'],
  ['gpu/ops'],
  ['gpu/linalg', 'gpu/nn', 'gpu/losses'],
  ['gpu/curvature'],
  ['gpu/optimizers'],
  ['app/lab'],
  ['app/worker', 'app/cli'],
  ['app/state'],
  ['app/ui'],
];
const TESTS = String.raw`\.test\.tsx?$`;
const within = (/** @type {readonly string[]} */ rooms) => `^(${rooms.join('|')})/`;

const layers = RANKS.flatMap((rank, index) =>
  rank.map((room) => ({
    name: `layer-${room.replace('/', '-')}`,
    comment: `${room} may import only what stands left of it in docs/architecture.md; move the code or pass it in as an argument`,
    severity: /** @type {const} */ ('error'),
    // A test may use what stands right of its room to build a case.
    from: { path: within([room]), pathNot: TESTS },
    to: { path: within([...rank.filter((other) => other !== room), ...RANKS.slice(index + 1).flat()]) },
  })),
);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layers,
    {
      name: 'no-cycle',
      comment: 'Move what both need into a file of its own. Types that refer to one another are no cycle: nothing is loaded.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'unresolved',
      comment: 'The import names no file or package; correct it or add the package to package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: [String.raw`\?`] },
    },
    {
      name: 'gpu-knows-no-app',
      comment: 'gpu/ takes a GPUDevice and knows neither app/ nor the page.',
      severity: 'error',
      from: { path: '^gpu/' },
      to: { path: '^app/' },
    },
    {
      name: 'testing-only-in-tests',
      comment: 'gpu/testing holds references for tests; only tests and the command line may import it.',
      severity: 'error',
      from: { path: '^(gpu|app)/', pathNot: [TESTS, '^gpu/testing/', '^app/cli/'] },
      to: { path: '^gpu/testing/' },
    },
    {
      name: 'one-reader-of-shaders',
      comment: 'Call shaderSource() of gpu/runtime/shader-source.ts.',
      severity: 'error',
      from: { pathNot: String.raw`^gpu/runtime/shader-source\.ts$` },
      to: { path: '^shaders/' },
    },
    {
      name: 'state-only-for-ui',
      comment: 'app/state serves app/ui alone; app/main.tsx joins the two to the worker.',
      severity: 'error',
      from: { pathNot: [String.raw`^app/(state/|ui/|main\.tsx$)`] },
      to: { path: '^app/state/' },
    },
    {
      name: 'react-only-in-ui',
      comment: 'The engine, the lab, the worker and the command line know no React.',
      severity: 'error',
      from: { path: '^(gpu|app)/', pathNot: String.raw`^app/(state/|ui/|main\.tsx$)` },
      to: { path: 'node_modules/(@types/)?react' },
    },
    {
      name: 'node-only-outside-the-page',
      comment: 'This code runs in the browser: pass in what reads files.',
      severity: 'error',
      from: { path: '^(gpu|app)/', pathNot: [TESTS, '^gpu/testing/', '^app/cli/'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'development-packages-stay-out',
      comment: 'What the page imports belongs under dependencies in package.json; what only Node runs does not.',
      severity: 'error',
      from: { path: '^(gpu|app)/', pathNot: [TESTS, '^gpu/testing/', '^app/cli/', String.raw`^gpu/runtime/node-gpu\.ts$`] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'page-entry-is-a-root',
      comment: 'app/main.tsx puts the page together; nothing imports it.',
      severity: 'error',
      from: {},
      to: { path: String.raw`^app/main\.tsx$` },
    },
    {
      name: 'sweeps-say-so',
      comment: 'Name the test x.sweep.test.ts: those alone are run with whole sweeps.',
      severity: 'error',
      from: { pathNot: String.raw`\.sweep\.test\.ts$` },
      to: { path: String.raw`^gpu/testing/sweep\.ts$` },
    },
    {
      name: 'tests-are-leaves',
      comment: 'Move what is shared into gpu/testing.',
      severity: 'error',
      from: { path: '^(gpu|app|e2e|bench|scripts)/' },
      to: { path: [TESTS, String.raw`\.spec\.ts$`] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^(dist|public|results)/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
