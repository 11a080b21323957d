// Becomes dist/<name>.cjs: runs <name>.bundle.cjs beside it with V8's code cache, so that nothing is compiled twice.
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { constants, Script } = require('node:vm');

const bundle = __filename.replace(/\.cjs$/, '.bundle.cjs');
const cache = __filename.replace(/\.cjs$/, '.cache');

function cachedData() {
  try {
    return readFileSync(cache);
  } catch {
    return undefined;
  }
}

/** V8 refuses a cache of another version or other flags; whoever runs without one leaves one behind at its end. */
function leaveCache(script) {
  const beside = `${cache}.${process.pid}`;
  try {
    writeFileSync(beside, script.createCachedData());
    renameSync(beside, cache);
  } catch {
    // A read-only dist: the next start compiles again.
  }
}

function runBundle() {
  const given = cachedData();
  const script = new Script(Module.wrap(readFileSync(bundle, 'utf8')), {
    filename: bundle,
    cachedData: given,
    importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (!given || script.cachedDataRejected) process.once('exit', () => leaveCache(script));
  const own = new Module(bundle, module);
  own.filename = bundle;
  own.paths = module.paths;
  script.runInThisContext().call(own.exports, own.exports, Module.createRequire(bundle), own, bundle, __dirname);
}

// Source maps are read by Node's own loader only.
if (process.sourceMapsEnabled) require(bundle);
else runBundle();
