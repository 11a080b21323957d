/**
 * What may import what. One row per folder; an arrow that is not written here is an error.
 * The one direction: domain ← store, dialogue, cards ← handlers, jobs, inbox, outbox, platforms ← app.ts, main.ts.
 */

/** Clock, log and the types of what is handed down: they serve all but the domain and the cards. */
const SHARED = '^src/(deps|clock|conversation|errors|log|card-token|metrics|platform-name|version)\\.ts$';
const DOMAIN = '^src/domain/';
const STORE = '^src/store/(?!embedded/)';
/** Shapes only: what is stored, and what a card is. */
const SHAPES = '^(src/store/records|cards/card)\\.ts$';

const MAY_IMPORT = [
  { folder: 'src/domain', may: [] },
  { folder: 'cards', may: [DOMAIN] },
  { folder: 'src/store', may: [DOMAIN, SHARED, '^src/store/embedded/'] },
  { folder: 'src/dialogue', may: [DOMAIN, SHARED, SHAPES] },
  { folder: 'src/inbox', may: [DOMAIN, SHARED, STORE] },
  { folder: 'src/outbox', may: [DOMAIN, SHARED, STORE, '^cards/'] },
  {
    folder: 'src/platforms',
    may: [DOMAIN, SHARED, STORE, '^cards/', '^src/inbox/', '^src/outbox/', '^src/config(-platforms)?\\.ts$'],
  },
  { folder: 'handlers', may: [DOMAIN, SHARED, STORE, '^cards/', '^src/dialogue/', '^src/inbox/', '^src/outbox/'] },
  { folder: 'jobs', may: [DOMAIN, SHARED, STORE, '^cards/', '^src/outbox/', '^src/platforms/'] },
  { folder: 'src/http', may: [DOMAIN, SHARED, STORE, '^src/outbox/'] },
  { folder: 'src/import', may: [DOMAIN, SHARED, STORE] },
  {
    folder: 'src/ops',
    may: [
      DOMAIN,
      SHARED,
      STORE,
      '^cards/',
      '^src/(outbox|import|platforms|http)/',
      '^src/(config|calendar-data)\\.ts$',
    ],
  },
  { folder: 'emulator', may: [] },
];

/** Folders whose code runs at the customer's. */
const PRODUCT = '^(src|handlers|cards|jobs)/';
/** Our own code, as against packages and Node itself. */
const OURS = '^(src|handlers|cards|jobs|emulator|demo|bench|test|scripts)/';

const folderRules = MAY_IMPORT.map(({ folder, may }) => ({
  name: `${folder.replaceAll('/', '-')}-imports`,
  severity: 'error',
  comment: `${folder} 只能引用自己${may.length > 0 ? `和 ${may.join(' ')}` : ''}(decisions.md 28a)`,
  from: { path: `^${folder}/` },
  to: { path: OURS, pathNot: [`^${folder}/`, ...may] },
}));

const forbidden = [
  ...folderRules,
  {
    name: 'domain-packages',
    severity: 'error',
    comment: 'src/domain 是纯函数:dayjs 只在 civil-date.ts,node:crypto 只在 audit.ts',
    from: { path: DOMAIN, pathNot: '^src/domain/(civil-date|audit)\\.ts$' },
    to: { pathNot: OURS },
  },
  {
    name: 'civil-date-packages',
    severity: 'error',
    comment: 'civil-date.ts 只用 dayjs',
    from: { path: '^src/domain/civil-date\\.ts$' },
    to: { pathNot: [OURS, '(^|/)dayjs($|/)'] },
  },
  {
    name: 'audit-packages',
    severity: 'error',
    comment: 'audit.ts 只用 node:crypto',
    from: { path: '^src/domain/audit\\.ts$' },
    to: { pathNot: [OURS, '^(node:)?crypto$'] },
  },
  {
    name: 'cards-packages',
    severity: 'error',
    comment: '卡片是纯函数:Case → Card → JSON,不需要任何包',
    from: { path: '^cards/' },
    to: { pathNot: OURS },
  },
  {
    name: 'engine-known-to-one-file',
    severity: 'error',
    comment: '只有 open-connection.ts 知道嵌入式引擎;其余代码在两种引擎上都一样',
    from: { path: OURS, pathNot: '^(src/store/embedded/|src/store/open-connection\\.ts$|test/store/)' },
    to: { path: '^src/store/embedded/' },
  },
  {
    name: 'wecom-and-dingtalk',
    severity: 'error',
    comment: '两个平台互不相识;共有的放到 src/inbox 或 src/outbox',
    from: { path: '^src/platforms/([^/]+)/' },
    to: { path: '^src/platforms/[^/]+/', pathNot: '^src/platforms/$1/' },
  },
  {
    name: 'wiring-sees-everything-and-is-seen-by-nobody',
    severity: 'error',
    comment: 'app.ts、main.ts 与操作员工具在最上层',
    from: { path: PRODUCT, pathNot: '^src/(app|committee|main)\\.ts$|^src/cli/' },
    to: { path: '^src/(app|committee|main)\\.ts$|^src/cli/' },
  },
  {
    name: 'shared-files-stay-low',
    severity: 'error',
    comment: '人人引用的文件自己不引用上层',
    from: { path: SHARED },
    to: { path: '^(handlers|cards|jobs)/|^src/(inbox|outbox|dialogue|platforms|http|import)/', pathNot: SHAPES },
  },
  {
    name: 'product-without-emulator',
    severity: 'error',
    comment: '产品与模拟器互不引用:线上的每个字节都走真实格式',
    from: { path: PRODUCT },
    to: { path: '^(emulator|demo|bench)/' },
  },
  {
    name: 'no-test-code-in-production',
    severity: 'error',
    from: { path: '^(src|handlers|cards|jobs|emulator|demo)/' },
    to: { path: '^test/|\\.test\\.ts$' },
  },
  {
    name: 'no-dev-packages-in-production',
    severity: 'error',
    comment: '生产环境只装 dependencies',
    from: { path: PRODUCT },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'no-cycles',
    severity: 'error',
    comment: '只引用类型的不算:编译后不存在',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'everything-resolves',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

module.exports = {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data)/' },
    // Type imports are arrows too.
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
