// Who may import whom. The arrows of the architecture: domain knows nobody; store and projections
// know the domain; the engine joins them; the API stands in front; only composition sees all.
const ours = (...rooms) => `^src/(${rooms.join('|')})/`;
/** What a pure function has no business with. */
const infrastructure =
  '^node_modules/(@nestjs|graphql|mercurius|@mercurius|pg|pg-copy-streams|node-pg-migrate|fastify|@fastify|dataloader|rxjs|class-validator|class-transformer)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment:
        'The domain imports only the domain, and no framework, SQL, GraphQL or system module.',
      severity: 'error',
      from: { path: ours('domain') },
      to: {
        path: ['^src/(?!domain/)', infrastructure, '^(fs|net|http|child_process|timers)(/|$)'],
      },
    },
    {
      name: 'store-knows-domain',
      severity: 'error',
      from: { path: ours('store') },
      to: { path: '^src/(?!store/|domain/|platform/)' },
    },
    {
      name: 'projections-know-domain',
      comment: 'A read model is a pure function of state, with the SQL that reads its own table.',
      severity: 'error',
      from: { path: ours('projections') },
      to: { path: '^src/(?!projections/|domain/)' },
    },
    {
      name: 'engine-joins-domain-store-projections',
      severity: 'error',
      from: { path: ours('engine') },
      to: { path: '^src/(?!engine/|domain/|store/|projections/|platform/)' },
    },
    {
      name: 'platform-knows-nobody',
      severity: 'error',
      from: { path: ours('platform') },
      to: { path: '^src/(?!platform/)' },
    },
    {
      name: 'api-is-not-imported',
      comment: 'Only composition (app.module, main, cli) knows the API.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(api|cli)/', '^src/(app\\.module|main)\\.ts$'] },
      to: { path: ours('api') },
    },
    {
      name: 'cli-is-not-imported',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/cli/', '^src/main\\.ts$'] },
      to: { path: ours('cli') },
    },
    {
      name: 'no-tests-in-sources',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: ['^test/', '^bench/'] },
    },
    {
      name: 'pages-know-the-schema-only',
      comment: 'The pages know the service by schema.graphql alone, from which their types are.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(src|test|bench)/' },
    },
    {
      name: 'pages-are-not-imported',
      severity: 'error',
      from: { path: '^(src|bench)/' },
      to: { path: '^web/' },
    },
    {
      name: 'no-cycles',
      comment: 'Types may refer to each other; files that run must not need each other to start.',
      severity: 'error',
      from: { path: '^(src|test|bench|web)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'declared-packages-only',
      comment: 'A package that only another package brings along can vanish with it.',
      severity: 'error',
      from: { path: '^(src|test|bench|web)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-packages-in-sources',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/generate\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['require', 'import', 'node', 'default', 'types'],
    },
  },
};
